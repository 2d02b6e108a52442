import { commandLine } from '../../console/command-line';
import { looksLikeKey } from '../../declarations/looks-like-key';

export const usage = `npm run secret -- COMMAND

Puts the values of secrets that services declare. No file has them.

  list ENVIRONMENT                   which secrets there are, since when, and which are missing; never a value
  set ENVIRONMENT SERVICE NAME       puts the first value of one that the service declares
  rotate ENVIRONMENT SERVICE NAME    puts a new value; pods take it with the next deploy
  unset ENVIRONMENT SERVICE NAME     removes it
    --yes                            does not ask for the name again
    --declared                       though the service declares it, and no pod of it starts without
  --help

The value is typed at a prompt that does not show it, or comes from stdin, without its last line break:
npm run secret -- set dev storefront stripe-key < FILE. ENVIRONMENT may be a preview, such as preview-pr-42.
docs/services.md

Examples:
  npm run secret -- list dev
  npm run secret -- set dev storefront stripe-key`;

const { parse, refused } = commandLine(usage);

/** Which secret is meant. */
export interface Named {
  readonly environment: string;
  readonly service: string;
  readonly name: string;
}

export type SecretCommand =
  | { readonly command: 'list'; readonly environment: string }
  | ({ readonly command: 'set' | 'rotate' } & Named)
  | UnsetCommand;

export interface UnsetCommand extends Named {
  readonly command: 'unset';
  readonly yes: boolean;
  readonly declared: boolean;
}

const COMMANDS = ['list', 'set', 'rotate', 'unset'] as const;

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line, without what may be a value.
 */
export function parseSecretArguments(args: readonly string[]): SecretCommand | undefined {
  refuseValue(args);
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      yes: { type: 'boolean', default: false },
      declared: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [command, ...rest] = positionals;
  const known = COMMANDS.find((one) => one === command);
  if (!known) throw refused(`got ${command ? `"${command}"` : 'nothing'}; allowed: ${COMMANDS.join(', ')}`);
  const [environment, service, name, ...more] = rest;
  const { yes, declared } = values;
  if (known !== 'unset' && (yes || declared)) throw refused('--yes and --declared: only of unset');
  if (known === 'list') {
    if (environment === undefined || rest.length > 1)
      throw refused(`list: got ${rest.length} names; allowed: an environment`);
    return { command: known, environment };
  }
  if (environment === undefined || service === undefined || name === undefined)
    throw refused(`${known}: got ${rest.length} names; allowed: an environment, a service and a secret`);
  if (more.length > 0) throw valueAsArgument(`${known} ${environment} ${service} ${name}`);
  const named = { environment, service, name };
  return known === 'unset' ? { command: known, ...named, yes, declared } : { command: known, ...named };
}

/** Before anything else, as a message about an argument may show it. */
function refuseValue(args: readonly string[]): void {
  const isValue = (arg: string) => /^--?(value|secret|from)\b|=/.test(arg) || looksLikeKey(arg) !== undefined;
  if (args.some(isValue)) throw valueAsArgument('set ENVIRONMENT SERVICE NAME');
}

function valueAsArgument(command: string) {
  return refused(
    `The value is no argument: whoever lists the processes of this machine sees it, and your shell keeps it. If that was a real one, take it out of the shell's history and have a new one made. Then: npm run secret -- ${command}`,
  );
}
