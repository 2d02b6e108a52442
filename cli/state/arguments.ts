import { commandLine } from '../../console/command-line';

export const usage = `npm run state -- list STACK [--last N]
npm run state -- show STACK VERSION
npm run state -- restore STACK VERSION [--another-lineage] [--auto-approve]
npm run state -- forget STACK [--auto-approve]

Works on the versions of a stack's state that the bucket keeps. STACK is a name, such as dev, dev-services, account-dev,
bootstrap or preview-pr-42. docs/runbooks/state.md says when and how.

  list      what was stored when and by whom, the newest first, and when it was deleted
  show      the resources that the version has and the current state has not, and the other way
  restore   shows the same, asks, and stores the version once more, as the newest
  forget    asks, and stores a state that lists nothing of the stack's account: for one that is lost (docs/runbooks/rebuild.md)

  --last N            how many versions; default: 10, at most: 100
  --another-lineage   also a state that has not grown from the same first one
  --auto-approve      does not ask
  --help

Examples:
  npm run state -- list dev-services --last 20
  npm run state -- show dev 3sL4kqtJlcpXroDTDmJ_rmSpXd3dIbrHY`;

const { parse, refused } = commandLine(usage);

const LAST = 10;
const MOST = 100;

export type StateCommand =
  | { readonly command: 'help' }
  | { readonly command: 'list'; readonly stack: string; readonly last: number }
  | { readonly command: 'show'; readonly stack: string; readonly version: string }
  | { readonly command: 'forget'; readonly stack: string; readonly autoApprove: boolean }
  | {
      readonly command: 'restore';
      readonly stack: string;
      readonly version: string;
      readonly anotherLineage: boolean;
      readonly autoApprove: boolean;
    };

/** Which options each command takes. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  list: ['last'],
  show: [],
  restore: ['another-lineage', 'auto-approve'],
  forget: ['auto-approve'],
};

/** Those of one version. */
const VERSIONED = ['show', 'restore'];

/** @throws Failure that says what is wrong with the command line. */
export function parseStateArguments(args: readonly string[]): StateCommand {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      last: { type: 'string' },
      'another-lineage': { type: 'boolean' },
      'auto-approve': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return { command: 'help' };
  const [command = '', stack, version, ...rest] = positionals;
  const options = OPTIONS[command];
  if (!options) throw refused(`got "${command}"; allowed: ${Object.keys(OPTIONS).join(', ')}`);
  const strange = Object.keys(values).find((option) => !options.includes(option));
  if (strange) throw refused(`${command}: got --${strange}; allowed: ${allowed(options)}`);
  const isOfVersion = VERSIONED.includes(command);
  const wanted = isOfVersion ? 'a stack and a version, which "list" shows' : 'a stack';
  const isWhole = isOfVersion ? version !== undefined && rest.length === 0 : version === undefined;
  if (!stack || !isWhole) {
    throw refused(`${command}: got ${positionals.slice(1).join(' ') || 'nothing'}; allowed: ${wanted}`);
  }
  switch (command) {
    case 'list':
      return { command, stack, last: lastOf(values.last) };
    case 'show':
      return { command, stack, version: version! };
    case 'forget':
      return { command, stack, autoApprove: values['auto-approve'] ?? false };
    default:
      return {
        command: 'restore',
        stack,
        version: version!,
        anotherLineage: values['another-lineage'] ?? false,
        autoApprove: values['auto-approve'] ?? false,
      };
  }
}

function lastOf(text: string | undefined): number {
  if (text === undefined) return LAST;
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= MOST) return number;
  throw refused(`--last: got "${text}"; allowed: 1 to ${MOST}`);
}

function allowed(options: readonly string[]): string {
  return options.map((option) => `--${option}`).join(', ') || 'no option';
}
