import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Point } from './point';

export interface Result {
  readonly name: string;
  /** Of what it began from. */
  readonly digest: string;
  readonly seconds: number;
  /** Why it has not converged. Empty: it has. */
  readonly wrong: readonly string[];
}

/** What came of the drills so far, in a file, for `--continue`. */
export class Results {
  private readonly all = new Map<string, Result>();

  constructor(private readonly file: string) {
    if (!existsSync(file)) return;
    for (const result of JSON.parse(readFileSync(file, 'utf8')) as Result[])
      this.all.set(result.name, result);
  }

  /** Undefined: it was not tried, or with other code. */
  of(name: string, digest: string): Result | undefined {
    const result = this.all.get(name);
    return result?.digest === digest ? result : undefined;
  }

  add(result: Result): void {
    this.all.set(result.name, result);
    mkdirSync(dirname(this.file), { recursive: true });
    // Renamed at the end, so that nobody reads half a file.
    writeFileSync(`${this.file}.new`, JSON.stringify([...this.all.values()], null, 1));
    renameSync(`${this.file}.new`, this.file);
  }
}

/** One row for each drill, as Markdown. */
export function table(points: readonly Point[], results: readonly Result[]): string {
  const rows = points.map((point) => {
    const result = results.find(({ name }) => name === point.name);
    const came = !result ? 'not run' : result.wrong.length === 0 ? 'converged' : 'NOT CONVERGED';
    return [point.name, whatWasDone(point), commands(point), result ? `${result.seconds}` : '', came];
  });
  const done = results.filter(({ wrong }) => wrong.length === 0).length;
  return [
    row(['point', 'what was done', 'commands', 'seconds', 'result']),
    row(['---', '---', '---', '--:', '---']),
    ...rows.map(row),
    '',
    `${done} of ${points.length} converged.`,
    ...results
      .filter(({ wrong }) => wrong.length > 0)
      .map(({ name, wrong }) => `\n${name}:\n${wrong.join('\n')}`),
  ].join('\n');
}

/** Such as ``SIGKILL of Terraform in `npx cdktf deploy dev`, from account, after 20 resources``. */
export function whatWasDone({ disturbance, command, start, change, moment }: Point): string {
  const when =
    moment === 'first'
      ? 'from its beginning'
      : typeof moment === 'number'
        ? `after ${moment} resources`
        : `in ${moment.service}:${moment.action}${moment.path ? ` of ${moment.path}` : ''}`;
  return `${disturbance.what}, ${when}, in \`${asTyped(command)}\`${change ? ' of a change' : ''} (start: ${start})`;
}

export function commands({ then }: Point): string {
  return then.map((line) => `\`${asTyped(line)}\``).join(', ');
}

/** Whoever sits at a terminal is asked. */
export function asTyped(line: string): string {
  return line.replace(' --auto-approve', '');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
