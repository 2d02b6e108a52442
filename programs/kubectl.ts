import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../console/failure';
import { type Captured, capture } from './capture';

/** What a terminal, or whoever ends a group of programs, sends to all of them. */
const FOR_ALL: readonly unknown[] = ['SIGINT', 'SIGHUP', 'SIGTERM'];

/** kubectl, for one cluster. */
export class Kubectl {
  /**
   * @param options say which cluster.
   * @param env where kubectl is found.
   */
  constructor(
    private readonly options: readonly string[] = [],
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {}

  with(...options: readonly string[]): Kubectl {
    return new Kubectl([...this.options, ...options], this.env);
  }

  /** @throws Failure with what kubectl has to say. */
  async run(...args: readonly string[]): Promise<string> {
    const { code, signal, stdout, stderr } = await this.capture(args);
    if (code === 0) return stdout;
    // What it logs beforehand says the same in more words.
    const why = signal ? `ended by ${signal}` : stderr.trim().split('\n').at(-1);
    throw new Failure(`kubectl ${args[0]}: ${why}`);
  }

  async json<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.run(...args, '--output=json')) as T;
  }

  async succeeds(...args: readonly string[]): Promise<boolean> {
    return (await this.capture(args)).code === 0;
  }

  /** Passes on what it prints while it runs. */
  show(output: NodeJS.WritableStream, ...args: readonly string[]): Shown {
    const child = spawn('kubectl', [...this.options, ...args], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return new Shown(child, output);
  }

  /** Lets it have the terminal of this process until it ends. @returns its exit code. Undefined: it was ended. */
  handOver(...args: readonly string[]): Promise<number | undefined> {
    const child = spawn('kubectl', [...this.options, ...args], { env: this.env, stdio: 'inherit' });
    return new Promise((resolve) => {
      child.once('error', () => resolve(undefined)).once('close', (code) => resolve(code ?? undefined));
    });
  }

  private async capture(args: readonly string[]): Promise<Captured> {
    const captured = await capture('kubectl', [...this.options, ...args], { env: this.env });
    if (captured.code === undefined && captured.stderr.includes('ENOENT')) {
      throw new Failure(
        'kubectl is not on PATH: https://kubernetes.io/docs/tasks/tools/. For the local cluster: eval "$(npm run --silent local -- env)"',
      );
    }
    // A command that goes on nonetheless, as `shell` does to end its job, still needs the answer.
    return FOR_ALL.includes(captured.signal) ? this.capture(args) : captured;
  }
}

const QUIET_MS = 2000;

/** Output that is passed on. */
export class Shown {
  private last = Date.now();
  private closed = false;

  constructor(
    private readonly child: ChildProcessByStdio<null, Readable, null>,
    output: NodeJS.WritableStream,
  ) {
    child.stdout.on('data', (chunk: Buffer) => {
      this.last = Date.now();
      output.write(chunk);
    });
    const close = () => {
      this.closed = true;
    };
    child.once('error', close).once('close', close);
  }

  /** After whatever printed it has ended: waits for the rest, though a follower may not notice the end. */
  async rest(): Promise<void> {
    this.last = Date.now();
    while (!this.closed && Date.now() - this.last < QUIET_MS) await sleep(50);
    this.child.kill();
  }
}
