import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type CommandUsage, readUsage } from './usage';

/** A script of package.json that people run. */
export interface ListedCommand {
  readonly name: string;
  /** What it does, in a line. */
  readonly about: string;
  /** Undefined: it is another program's, such as a test runner. */
  readonly usage?: CommandUsage;
}

const HIDDEN = ['preinstall'];

/** All of them, in the order of the README's table. Scripts that it lacks come last. */
export function listedCommands(project: string): ListedCommand[] {
  const rows = readmeRows(readFileSync(join(project, 'README.md'), 'utf8'));
  const order = [...rows.keys()];
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return scriptsOf(project)
    .map(([name]) => {
      const usage = usageOf(project, name);
      return { name, about: usage?.about ?? rows.get(name) ?? '', ...(usage && { usage }) };
    })
    .sort((a, b) => place(a.name) - place(b.name));
}

export function scriptsOf(project: string): [name: string, script: string][] {
  const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  return Object.entries(scripts).filter(([name]) => !HIDDEN.includes(name));
}

/** What `--help` of a command says. Undefined: it is no command of ours, or another program's. */
export function usageOf(project: string, name: string): CommandUsage | undefined {
  const file = argumentsFile(project, name);
  if (file === undefined) return undefined;
  const { usage } = require(file) as { usage: string };
  return readUsage(usage);
}

/** Where a command reads its arguments: beside the file that its script runs. */
export function argumentsFile(project: string, name: string): string | undefined {
  const script = new Map(scriptsOf(project)).get(name) ?? '';
  const [, program] = /^node run\.js (\S+)$/.exec(script) ?? [];
  const file = resolve(project, dirname(program ?? ''), 'arguments.ts');
  return program !== undefined && existsSync(file) ? file : undefined;
}

/** What the table of the README says of each script, without its links. */
export function readmeRows(readme: string): Map<string, string> {
  const [, table = ''] = readme.split('\n## Commands\n');
  return new Map(
    table.split('\n').flatMap((line) => {
      const [, first = '', text = ''] = /^\| (`.*?) \| (.*) \|$/.exec(line) ?? [];
      return [...first.matchAll(/`(?:npm run |npm )?([a-z0-9-]+)[^`]*`/g)].map(
        ([, name]) => [name!, text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')] as const,
      );
    }),
  );
}
