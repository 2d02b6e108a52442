import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** A line of a log. */
export type Line = Readonly<Record<string, unknown>> & { readonly msg: string };

const SECONDS = 30;

const running = new Set<ChildProcess>();

/** Ends what a failed test has left. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** A program of an example, with the variables that it is given and no others. */
export class Program {
  /** What it printed, a line each. */
  readonly printed: string[] = [];
  /** What its runtime has to say besides. */
  readonly complaints: string[] = [];
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;

  constructor(command: readonly string[], env: Readonly<Record<string, string>>) {
    const [program, ...args] = command;
    this.child = spawn(program!, args, {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const read = (stream: Readable, lines: string[]) =>
      once(
        createInterface(stream).on('line', (line) => lines.push(line)),
        'close',
      );
    // The last lines are read after it has ended.
    const all = [read(this.child.stdout!, this.printed), read(this.child.stderr!, this.complaints)];
    running.add(this.child);
    this.ended = once(this.child, 'close').then(async ([code]) => {
      running.delete(this.child);
      await Promise.all(all);
      return code as number | null;
    });
  }

  /** Its log. @throws where a line is no JSON. */
  get lines(): Line[] {
    return this.printed.map((line) => JSON.parse(line) as Line);
  }

  /** The first line that fits. @throws with the log if there is none in time. */
  async until(fits: (line: Line) => boolean): Promise<Line> {
    for (let left = SECONDS * 20; left > 0; left--) {
      const found = this.lines.find(fits);
      if (found) return found;
      await sleep(50);
    }
    throw new Error(
      `no such line within ${SECONDS} seconds:\n${[...this.printed, ...this.complaints].join('\n')}`,
    );
  }

  /** @returns the exit code, null where a signal ended it. */
  end(signal?: NodeJS.Signals): Promise<number | null> {
    if (signal) this.child.kill(signal);
    return this.ended;
  }
}
