import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { isAlive } from '../../programs/alive';
import type { Ended } from '../e2e/local-command';
import { processTree } from '../e2e/process-tree';

/** A provider of Terraform. */
export const PROVIDER = /^terraform-provider-/;

/** A command under way, in a process group of its own, as at a terminal. */
export class Running {
  readonly ended: Promise<Ended>;
  readonly child: ChildProcess;
  output = '';
  private code: number | null | undefined;
  /** All that it ever started, as far as anybody looked. */
  private readonly seen = new Set<number>();

  /** @param line as a user types it: `npx cdktf ...` or `npm run ...`. */
  constructor(
    readonly line: string,
    directory: string,
    env: NodeJS.ProcessEnv,
  ) {
    const [program, ...args] = programOf(line, directory);
    this.child = spawn(program!, args, { cwd: directory, env, detached: true });
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.on('data', (text) => {
        this.output += stripVTControlCharacters(String(text));
      });
    this.ended = new Promise((resolve) =>
      this.child.once('exit', async (code) => {
        this.code = code;
        // One that was killed leaves others at work.
        while (this.left().some((pid) => !PROVIDER.test(programName(pid)))) await sleep(200);
        // Without its Terraform a provider waits for ever.
        for (const pid of this.left()) process.kill(pid, 'SIGKILL');
        resolve({ code, output: this.output });
      }),
    );
  }

  get hasEnded(): boolean {
    return this.code !== undefined;
  }

  /** Looks at what it has started by now. */
  look(): void {
    for (const pid of processTree(this.child.pid!)) this.seen.add(pid);
  }

  /** A Ctrl-C at the terminal. */
  interrupt(): void {
    process.kill(-this.child.pid!, 'SIGINT');
  }

  /** Ends it with all that it has started, whatever it is at. */
  kill(): void {
    this.look();
    for (const pid of this.left()) process.kill(pid, 'SIGKILL');
    this.child.kill('SIGKILL');
  }

  /** Processes of it that run a program. @throws when there is none. */
  pids(program: RegExp): number[] {
    this.look();
    const found = this.left().filter((pid) => program.test(programName(pid)));
    if (found.length === 0) throw new Error(`${this.line}: no process of it runs ${program}`);
    return found;
  }

  /** What of it is alive. */
  private left(): number[] {
    return [...this.seen].filter((pid) => pid !== this.child.pid && isAlive(pid) && !isZombie(pid));
  }
}

/** What npm and npx would start: they hide the code of a command that was interrupted. */
function programOf(line: string, directory: string): string[] {
  const words = line.split(' ').map((word) => word.replaceAll("'", ''));
  if (line.startsWith('npx cdktf '))
    return [process.execPath, join(directory, 'cli/safe-cdktf/cdktf'), ...words.slice(2)];
  const [, name = '', rest] = line.match(/^npm run ([\w-]+)(?: -- (.*))?$/) ?? [];
  const { scripts } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  if (!scripts[name]) throw new Error(`package.json has no script for: ${line}`);
  return [...scripts[name].split(' '), ...(rest?.split(' ') ?? [])];
}

function programName(pid: number): string {
  try {
    return basename(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '');
  } catch {
    return '';
  }
}

export function isZombie(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}
