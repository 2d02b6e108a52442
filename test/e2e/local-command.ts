import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assumeForgeRole, rootKey } from '../../local/emulated-aws/assume-role';

export const root = join(__dirname, '..', '..');
export const project = JSON.parse(readFileSync(join(root, 'platform.json'), 'utf8'));
const STATE_BUCKET = `${project.name}-state-${project.toolingAccount}`;

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** `npm run local`, with an emulator and a folder of its own. */
export class LocalCommand {
  readonly folder: string;
  private readonly env: NodeJS.ProcessEnv;

  constructor(
    name: string,
    /** Where its emulator listens, or on the next port that is free. */
    readonly port: number,
    /** The project that it runs in. */
    readonly directory: string = root,
  ) {
    this.folder = join(root, '.local', name);
    this.env = { ...process.env, PLATFORM_LOCAL: this.folder };
  }

  start(args: readonly string[], env: Record<string, string> = {}): Started {
    const command = ['--import', 'tsx', 'local/cli.ts', ...args, '--port', String(this.port)];
    const child = spawn(process.execPath, command, { cwd: this.directory, env: { ...this.env, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        output += text;
      });
    }
    return {
      child,
      ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, output }))),
    };
  }

  run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
    return this.start(args, env).ended;
  }

  /** Starts a command that works on a stack, and waits until it has done something of it and has more to do. */
  async startMidApply(stack: string, args: readonly string[]): Promise<Started> {
    const log = join(this.folder, 'runs', `${stack}.apply.log`);
    rmSync(log, { force: true });
    const started = this.start(args);
    const midApply = async () => {
      while (!existsSync(log) || !readFileSync(log, 'utf8').includes('"type":"apply_complete"'))
        await sleep(200);
    };
    const tooSoon = started.ended.then(({ output }) => Promise.reject(new Error(output)));
    await Promise.race([midApply(), tooSoon]);
    return started;
  }

  /** The process of the latest Terraform that works, or worked, on a stack. */
  terraformPid(stack: string): number {
    return JSON.parse(readFileSync(join(this.folder, 'runs', `${stack}.apply.json`), 'utf8')).pid;
  }

  /** What a user's shell prints after the line that points it here. Throws when that fails. */
  shell(line: string): string {
    const script = `eval "$(node --import tsx local/cli.ts env)"; ${line}`;
    const options = { cwd: this.directory, env: this.env, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
    return execFileSync('bash', ['-ec', script], options);
  }

  /** What a shell has after `eval "$(npm run --silent local -- env)"`. */
  async variables(): Promise<NodeJS.ProcessEnv> {
    const { output } = await this.run(['env']);
    const exported = [...output.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]);
    return { ...process.env, ...Object.fromEntries(exported) };
  }

  /**
   * What points a program to a role of the forge.
   * @param context in which a workflow runs that may take it: `environment:drift`, `pull_request`.
   */
  async signIn(role: string, context: string): Promise<NodeJS.ProcessEnv> {
    const place = { endpoint: `http://127.0.0.1:${this.record().port}`, region: project.region };
    const keys = await assumeForgeRole(place, role, `${project.forge}:${context}`);
    return {
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SESSION_TOKEN: keys.sessionToken,
    };
  }

  /** What points a program to the root of an environment's account, who may do everything there. */
  asRoot(environment: string): NodeJS.ProcessEnv {
    const file = join(this.directory, 'environments', `${environment}.json`);
    const key = rootKey(JSON.parse(readFileSync(file, 'utf8')).account);
    return { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: key, AWS_SESSION_TOKEN: undefined };
  }

  /** Every call that its caller had no right to, as one line each. */
  async denials(): Promise<string[]> {
    const denials = await this.emulator<{ message: string }[]>('denials');
    return denials.map(({ message }) => message);
  }

  /** Who the emulator is. */
  record(): { readonly pid: number; readonly port: number } {
    return JSON.parse(readFileSync(join(this.folder, 'emulator.json'), 'utf8'));
  }

  /** Asks the emulator itself. */
  async emulator<T>(path: string, request: RequestInit = {}): Promise<T> {
    const url = `http://127.0.0.1:${this.record().port}/_emulator/${path}`;
    // A test that waits for another program does not see that the emulator closes an idle connection meanwhile.
    const response = await fetch(url, { ...request, headers: { connection: 'close' } });
    return (await response.json()) as T;
  }

  /** The accounts that hold anything. */
  async accountsInUse(): Promise<string[]> {
    const inventory = await this.emulator<Record<string, unknown[]>>('inventory');
    return Object.entries(inventory)
      .filter(([, items]) => items.length > 0)
      .map(([account]) => account);
  }

  /** The processes of the emulator and of its clusters' Kubernetes APIs. */
  async processes(): Promise<number[]> {
    const clusters = await this.emulator<{ pid: number }[]>('clusters');
    return [this.record().pid, ...clusters.map(({ pid }) => pid)];
  }

  /** Resources of a stack, as `status` counts them. */
  async resources(stack: string): Promise<number> {
    const { output } = await this.run(['status']);
    return Number(output.match(new RegExp(`^${stack} .* (\\d+) resources$`, 'm'))?.[1] ?? 0);
  }

  /** Whether somebody holds the lock of a stack's state, or has left it. */
  isLocked(stack: string): boolean {
    return this.shell(`aws s3 ls s3://${STATE_BUCKET}/`).includes(`${stack}.tfstate.tflock`);
  }

  /** As if nothing of the stack had been deployed. */
  emptyState(stack: string): void {
    const object = `s3://${STATE_BUCKET}/${stack}.tfstate`;
    const state = JSON.parse(this.shell(`aws s3 cp ${object} -`));
    const file = join(this.folder, `empty.${stack}.tfstate`);
    writeFileSync(file, JSON.stringify({ ...state, serial: state.serial + 1, outputs: {}, resources: [] }));
    this.shell(`aws s3 cp ${file} ${object}`);
  }

  stackFolder(stack: string): string {
    return join(this.folder, 'cdktf.out', 'stacks', stack);
  }
}
