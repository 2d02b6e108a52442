import { commandLine } from '../../console/command-line';
import { suggest } from '../../problems/suggest';

export const usage = `npm run preview -- COMMAND

Makes, shows and removes private copies of the system for branches.

  up [NAME]      makes the preview NAME, or brings it up to date. NAME is a pull request, pr-42, or a branch;
                 default: the branch that is checked out
    --owner WHO                who answers for it; default: git's user.email
    --version SERVICE=VERSION  what differs from the versions of the environment that it is within; any number
    --until DAY                the last day of its life, such as 2026-11-27
    --seed                     fills its databases with masked rows of that environment; what is in their tables
                               is gone. docs/preview-data.md
  list           all previews: whose, until when, in which state, and where
    --json
  show NAME      one of them, in Markdown
  down NAME      destroys it, with its databases, and what a killed run has left
    --unlock                   releases its lock first: for a run that is dead
  sweep          destroys those whose last day is over, whose branch is gone or whose making was broken off
    --dry-run                  says which
    --stale-minutes N          from when on a lock counts as that of a dead run, 0 to 1440; default: 120
  --help

NAME may be an id as well, as \`list\` shows them. docs/previews.md

Examples:
  npm run preview -- up
  npm run preview -- up pr-42 --version storefront=faster-search-4b825dc
  npm run preview -- down pr-42`;

const { parse, refused, minutes } = commandLine(usage);

export type PreviewCommand =
  | { readonly command: 'help' }
  | UpCommand
  | { readonly command: 'list'; readonly json: boolean }
  | { readonly command: 'show'; readonly name: string }
  | { readonly command: 'down'; readonly name: string; readonly unlock: boolean }
  | SweepCommand;

export interface UpCommand {
  readonly command: 'up';
  /** Default: the branch that is checked out. */
  readonly name?: string;
  readonly owner?: string;
  /** `SERVICE=VERSION` each. */
  readonly versions: readonly string[];
  readonly until?: string;
  /** Whether its databases are filled with masked rows of its host's. */
  readonly seed: boolean;
}

export interface SweepCommand {
  readonly command: 'sweep';
  readonly dryRun: boolean;
  readonly staleMinutes: number;
}

const COMMANDS = ['up', 'list', 'show', 'down', 'sweep'] as const;
type Name = (typeof COMMANDS)[number];

const OPTIONS = {
  owner: { type: 'string', of: 'up' },
  version: { type: 'string', multiple: true, of: 'up' },
  until: { type: 'string', of: 'up' },
  seed: { type: 'boolean', of: 'up' },
  json: { type: 'boolean', of: 'list' },
  unlock: { type: 'boolean', of: 'down' },
  'dry-run': { type: 'boolean', of: 'sweep' },
  'stale-minutes': { type: 'string', of: 'sweep' },
  help: { type: 'boolean', short: 'h', of: undefined },
} as const;

/** How many names come behind a command: at least, at most. */
const NAMES: Readonly<Record<Name, readonly [number, number]>> = {
  up: [0, 1],
  list: [0, 0],
  show: [1, 1],
  down: [1, 1],
  sweep: [0, 0],
};
const STALE_MINUTES = '120';
const MOST_MINUTES = 1440;

/** @throws Failure that says what is wrong with the command line. */
export function parsePreviewArguments(args: readonly string[]): PreviewCommand {
  const { values, positionals } = parse({ args: [...args], allowPositionals: true, options: OPTIONS });
  if (values.help) return { command: 'help' };
  const [command, ...names] = positionals;
  if (!isCommand(command)) {
    throw refused(
      `command: got ${command ? `"${command}"${suggest(command, COMMANDS)}` : 'none'}; allowed: ${COMMANDS.join(', ')}`,
    );
  }
  checkFit(command, names, Object.keys(values));
  const name = names[0]!;
  switch (command) {
    case 'up':
      return {
        command,
        name,
        owner: values.owner,
        versions: values.version ?? [],
        until: values.until,
        seed: values.seed ?? false,
      };
    case 'list':
      return { command, json: values.json ?? false };
    case 'show':
      return { command, name };
    case 'down':
      return { command, name, unlock: values.unlock ?? false };
    case 'sweep':
      return {
        command,
        dryRun: values['dry-run'] ?? false,
        staleMinutes: minutes('--stale-minutes', values['stale-minutes'] ?? STALE_MINUTES, 0, MOST_MINUTES),
      };
  }
}

function isCommand(text: string | undefined): text is Name {
  return COMMANDS.some((known) => known === text);
}

function checkFit(command: Name, names: readonly string[], given: readonly string[]): void {
  const [least, most] = NAMES[command];
  if (names.length < least || names.length > most || names.includes('')) {
    const allowed = most === 0 ? 'nothing' : least === 0 ? 'one name, or none' : 'one name';
    const got = names.map((name) => `"${name}"`).join(' ') || 'nothing';
    throw refused(`${command}: got ${got} behind it; allowed: ${allowed}`);
  }
  const stray = given.find((name) => OPTIONS[name as keyof typeof OPTIONS].of !== command);
  if (stray) throw refused(`${command}: got --${stray}, which is for ${optionOf(stray)} alone`);
}

function optionOf(name: string): string | undefined {
  return OPTIONS[name as keyof typeof OPTIONS].of;
}
