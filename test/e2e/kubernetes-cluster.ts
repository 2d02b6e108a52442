import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ensureBuilt } from '../../local/machine/ensure-built';
import { clusterProgram } from '../../local/machine/kubernetes-build';
import { layout } from '../../local/machine/layout';
import { capture } from '../../programs/capture';

export const program = clusterProgram(layout().programs);

export const ensureProgram = () => ensureBuilt(program);

export interface Ready {
  readonly endpoint: string;
  readonly caData: string;
  readonly kubeconfig: string;
  readonly version: string;
  readonly pid: number;
}

export interface Answer {
  readonly code: number | null;
  readonly output: string;
}

/** A cluster in a folder of its own. */
export class KubernetesCluster {
  readonly folder = mkdtempSync(join(tmpdir(), 'k8s-'));
  private child?: ChildProcess;

  /** @returns what ready.json says. */
  async start(...args: readonly string[]): Promise<Ready> {
    // One that was killed has left it.
    rmSync(join(this.folder, 'ready.json'), { force: true });
    // As `npm run local` starts it, which keeps what it makes from all others.
    const umask = process.umask(0o077);
    const child = spawn(program.output, ['serve', '--dir', this.folder, ...args], { stdio: 'ignore' });
    process.umask(umask);
    this.child = child;
    return this.ready(() => child.exitCode === null);
  }

  async ready(isAlive: () => boolean): Promise<Ready> {
    const file = join(this.folder, 'ready.json');
    while (!existsSync(file)) {
      if (!isAlive()) throw new Error('the cluster ended before it was ready');
      await pause(100);
    }
    return JSON.parse(readFileSync(file, 'utf8'));
  }

  /** @returns the exit code. */
  async stop(): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    return ended;
  }

  /** As a machine that runs out of memory does. */
  async kill(): Promise<void> {
    const child = this.child!;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs kubectl with what it reads from its standard input. */
  kubectl(args: string, input?: object | string): Answer {
    const { status, stdout, stderr } = spawnSync(program.output, ['kubectl', ...args.split(' ')], {
      encoding: 'utf8',
      input: typeof input === 'object' ? JSON.stringify(input) : input,
      env: { ...process.env, KUBECONFIG: join(this.folder, 'admin.kubeconfig') },
    });
    return { code: status, output: `${stdout}${stderr}`.trim() };
  }

  /** @throws Error with kubectl's output when it fails. */
  must(args: string, input?: object | string): string {
    const { code, output } = this.kubectl(args, input);
    if (code !== 0) throw new Error(`kubectl ${args}: ${output}`);
    return output;
  }

  /** Runs kubectl beside the test. @returns what it has printed when it ends. */
  async following(args: string): Promise<string> {
    const { stdout } = await capture(program.output, ['kubectl', ...args.split(' ')], {
      env: { ...process.env, KUBECONFIG: join(this.folder, 'admin.kubeconfig') },
    });
    return stdout;
  }

  apply(...items: object[]): void {
    this.must('apply -f -', { apiVersion: 'v1', kind: 'List', items });
  }

  /** biome-ignore lint/suspicious/noExplicitAny: an answer of the API, whose shape each test knows. */
  get(args: string): any {
    return JSON.parse(this.must(`get -o json ${args}`));
  }

  /** Looks until it is so. */
  async until(what: string, isSo: () => boolean, seconds = 60): Promise<void> {
    const end = Date.now() + seconds * 1000;
    while (!isSo()) {
      if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}\n${this.must('get pods -A')}`);
      await pause(200);
    }
  }
}
