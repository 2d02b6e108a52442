import { commandLine } from '../../console/command-line';

export const usage = `npm run admin -- ENVIRONMENT SERVICE [--minutes N] -- COMMAND...

Runs a command of a service once, in the version that runs there, with all that the service is bound to. Shows its
output and ends with its exit code. No shell takes part; $(NAME) is the service's variable NAME.

  --minutes N   how long it may take, 1 to 1440; default: 60
  --help

Ctrl-C ends the command. It stays on record: kubectl get jobs -l app.kubernetes.io/component=admin -A

Examples:
  npm run admin -- dev storefront -- bin/migrate --status
  npm run admin -- prod report --minutes 180 -- bin/report --last-week`;

const { parse, refused, minutes } = commandLine(usage, 2);

export interface AdminArguments {
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
export function parseAdminArguments(args: readonly string[]): AdminArguments | undefined {
  const end = args.indexOf('--');
  const { values, positionals } = parse({
    args: end < 0 ? [...args] : args.slice(0, end),
    allowPositionals: true,
    options: { minutes: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) return undefined;
  const command = end < 0 ? [] : args.slice(end + 1);
  const [environment, service, ...rest] = positionals;
  if (!environment || !service || rest.length > 0) {
    throw refused(`got ${positionals.join(' ') || 'nothing'}; allowed: an environment and a service`);
  }
  if (command.length === 0) throw refused('no command: write it after --');
  const limit = values.minutes;
  return {
    environment,
    service,
    minutes: limit === undefined ? undefined : minutes('--minutes', limit, 1, LONGEST_MINUTES),
    command,
  };
}
