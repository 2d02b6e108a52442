import { commandLine } from '../../console/command-line';

export const usage = `npm run shell -- ENVIRONMENT SERVICE [--minutes N] [-- COMMAND...]

A shell in a container of its own: a job in the version that runs there, with all that the service is bound to. It is no
pod that serves requests. It ends with the terminal, or after its time.

  --minutes N   how long it may take, 1 to 1440; default: 60
  --help

COMMAND is what to run in place of sh, such as python3. Who started it stays on record (npm run ps), and so does what it
shows (npm run logs).

Examples:
  npm run shell -- dev storefront
  npm run shell -- prod report --minutes 15 -- python3`;

const { parse, refused, minutes } = commandLine(usage, 2);

export interface ShellArguments {
  readonly environment: string;
  readonly service: string;
  readonly minutes?: number;
  readonly command: readonly string[];
}

const LONGEST_MINUTES = 1440;

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseShellArguments(args: readonly string[]): ShellArguments | undefined {
  const end = args.indexOf('--');
  const { values, positionals } = parse({
    args: end < 0 ? [...args] : args.slice(0, end),
    allowPositionals: true,
    options: { minutes: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) return undefined;
  const [environment, service, ...rest] = positionals;
  if (!environment || !service || rest.length > 0) {
    throw refused(`got ${positionals.join(' ') || 'nothing'}; allowed: an environment and a service`);
  }
  const command = end < 0 ? ['sh'] : args.slice(end + 1);
  if (command.length === 0) throw refused('no command after --; allowed: one, or nothing, which is sh');
  const limit = values.minutes;
  return {
    environment,
    service,
    minutes: limit === undefined ? undefined : minutes('--minutes', limit, 1, LONGEST_MINUTES),
    command,
  };
}
