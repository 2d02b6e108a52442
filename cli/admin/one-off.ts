import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../console/failure';
import { adminName } from '../../constructs/services/pods/jobs/admin';
import type { Kubectl } from '../../programs/kubectl';
import { type Pod, whyNotStarted, whyWaiting } from './pod-status';

export interface OneOffCommand {
  /** Or whatever else has a template. */
  readonly service: string;
  /** In place of the template's command. Default: that one. */
  readonly command?: readonly string[];
  /** Arguments of it. Default: none. */
  readonly args?: readonly string[];
  /** Default: what the template says. */
  readonly minutes?: number;
  /** Whether somebody types into it: at a terminal, or what comes through a pipe. Default: nobody does. */
  readonly terminal?: 'tty' | 'pipe';
  /** Who says that they run it, and where. The cluster knows it by its own account. */
  readonly caller: string;
}

interface Job {
  readonly metadata: { name: string; annotations?: Record<string, string> };
  readonly spec: {
    activeDeadlineSeconds?: number;
    template: { spec: { containers: { command?: readonly string[]; args?: readonly string[] }[] } };
  };
  readonly status?: { conditions?: readonly Condition[] };
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** Until the container runs, in seconds: a new node, and the image. */
const START_SECONDS = 600;
const PAUSE_MS = 500;
/** As `timeout` of the shell has it. */
const TIMED_OUT = 124;
const STOPPED = 130;

/** A command of a service that runs once, as a job made from the service's template. */
export class OneOff {
  private stopped = false;

  /**
   * @param kubectl knows cluster and namespace.
   * @param file where the job may be written down.
   * @throws Failure when the cluster refuses it.
   */
  static async start(kubectl: Kubectl, command: OneOffCommand, file: string): Promise<OneOff> {
    const name = `${adminName(command.service)}-${randomBytes(4).toString('hex')}`;
    const from = `--from=cronjob/${adminName(command.service)}`;
    const user = await userName(kubectl);
    const template = await kubectl
      .json<Job>('create', 'job', name, from, '--dry-run=client')
      .catch((error) => {
        if (!/NotFound/.test(error.message)) throw error;
        throw new Failure(`${command.service} is not deployed there: ${error.message}`);
      });
    writeFileSync(file, JSON.stringify(job(template, command, user)));
    await kubectl.run('create', '--filename', file);
    return new OneOff(kubectl, name, command.terminal);
  }

  private constructor(
    private readonly kubectl: Kubectl,
    readonly name: string,
    private readonly terminal: OneOffCommand['terminal'],
  ) {}

  /**
   * Shows the output, to the end of the command.
   * @param say for what there is to know beside it.
   * @param shown where the output goes.
   * @returns the command's exit code.
   */
  async follow(say: (text: string) => void, shown: NodeJS.WritableStream = process.stdout): Promise<number> {
    const pod = await this.started(say);
    const output = pod === undefined ? undefined : this.kubectl.show(shown, 'logs', '--follow', pod);
    const code = await this.ended(say);
    await output?.rest();
    return code;
  }

  /**
   * Hands standard input and output over to the command, to its end.
   * @returns the command's exit code.
   */
  async attach(say: (text: string) => void): Promise<number> {
    const pod = await this.started(say);
    // What has failed to start can't be attached to.
    if (pod !== undefined && (await this.isRunning())) {
      const tty = this.terminal === 'tty' ? ['--tty'] : [];
      const code = await this.kubectl.handOver('attach', '--quiet', '--stdin', ...tty, pod);
      // The command may go on without whoever typed.
      if (code !== 0 && (await this.isRunning())) await this.stop();
    }
    return this.ended(say);
  }

  private async isRunning(): Promise<boolean> {
    const pod = await this.pod();
    return pod?.status.containerStatuses?.[0]?.state.running !== undefined;
  }

  /** Ends the command, and leaves the job on record. */
  async stop(): Promise<void> {
    this.stopped = true;
    const patch = JSON.stringify({ spec: { activeDeadlineSeconds: 1 } });
    await this.kubectl.run('patch', 'job', this.name, '--type=merge', '--patch', patch);
  }

  /** Name of the pod once its container runs, or has run. Undefined: it never will. */
  private async started(say: (text: string) => void): Promise<string | undefined> {
    const patience = Date.now() + START_SECONDS * 1000;
    let said: string | undefined;
    for (;;) {
      const [pod, failure] = await Promise.all([this.pod(), this.failure()]);
      const [status] = pod?.status.containerStatuses ?? [];
      if (pod && (status?.state.running || status?.state.terminated)) return pod.metadata.name;
      if (failure) return undefined;
      const why = pod ? whyWaiting(pod) : await this.lastWarning();
      if (why && why !== said && !this.stopped) say(`waits: ${why}`);
      said = why ?? said;
      if (Date.now() > patience) {
        await this.stop();
        throw new Failure(
          `${this.name} did not start within ${START_SECONDS} s: ${said ?? 'no reason given'}`,
        );
      }
      await sleep(PAUSE_MS);
    }
  }

  private async ended(say: (text: string) => void): Promise<number> {
    for (;;) {
      const [pod, failure] = await Promise.all([this.pod(), this.failure()]);
      const terminated = pod?.status.containerStatuses?.[0]?.state.terminated;
      if (pod && terminated && !this.stopped) {
        const why = whyNotStarted(pod);
        if (why !== undefined) say(`did not start: ${why}`);
        return terminated.exitCode;
      }
      if (failure) {
        if (this.stopped) return STOPPED;
        say(`${this.name}: ${failure.message ?? failure.reason}`);
        return failure.reason === 'DeadlineExceeded' ? TIMED_OUT : 1;
      }
      await sleep(PAUSE_MS);
    }
  }

  private async pod(): Promise<Pod | undefined> {
    const selector = `batch.kubernetes.io/job-name=${this.name}`;
    const { items } = await this.kubectl.json<{ items: Pod[] }>('get', 'pods', '--selector', selector);
    return items[0];
  }

  private async failure(): Promise<Condition | undefined> {
    const { status } = await this.kubectl.json<Job>('get', 'job', this.name);
    return status?.conditions?.find(
      (condition) => condition.type === 'Failed' && condition.status === 'True',
    );
  }

  /** Why there is no pod, such as a quota that is used up. */
  private async lastWarning(): Promise<string | undefined> {
    const selector = `type=Warning,involvedObject.kind=Job,involvedObject.name=${this.name}`;
    const { items } = await this.kubectl.json<{ items: { message: string }[] }>(
      ...['get', 'events', '--field-selector', selector],
    );
    // Each try has a name of its own.
    return items.at(-1)?.message.replace(/pods "\S+" is /, 'pods are ');
  }
}

/** The name that the cluster has for whoever asks. */
async function userName(kubectl: Kubectl): Promise<string> {
  const review = await kubectl.json<{ status: { userInfo: { username: string } } }>('auth', 'whoami');
  return review.status.userInfo.username;
}

/** The end of the one who typed is the end of what is read. */
const typedInto = (terminal: OneOffCommand['terminal']) =>
  terminal && { stdin: true, stdinOnce: true, tty: terminal === 'tty' };

function job(template: Job, { command, args, minutes, caller, terminal }: OneOffCommand, user: string): Job {
  const { metadata, spec } = template;
  const [container] = spec.template.spec.containers;
  return {
    ...template,
    metadata: {
      ...metadata,
      annotations: { ...metadata.annotations, 'platform/user': user, 'platform/caller': caller },
    },
    spec: {
      ...spec,
      ...(minutes !== undefined && { activeDeadlineSeconds: minutes * 60 }),
      template: {
        ...spec.template,
        spec: {
          ...spec.template.spec,
          containers: [
            { ...container, command: command ?? container?.command, args, ...typedInto(terminal) },
          ],
        },
      },
    },
  };
}
