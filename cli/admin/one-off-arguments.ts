import type { commandLine } from '../../console/command-line';

/** What runs once in the place of a service. */
export interface OneOffArguments {
  readonly environment: string;
  readonly service: string;
  readonly minutes?: number;
  readonly command: readonly string[];
}

const LONGEST_MINUTES = 1440;

/**
 * Reads `ENVIRONMENT SERVICE [--minutes N] [-- COMMAND...]`.
 * @param commandOf the words behind `--`, undefined without it: what to run. May throw.
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseOneOffArguments(
  { parse, refused, minutes }: ReturnType<typeof commandLine>,
  args: readonly string[],
  commandOf: (words: readonly string[] | undefined) => readonly string[],
): OneOffArguments | undefined {
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
  const command = commandOf(end < 0 ? undefined : args.slice(end + 1));
  const limit = values.minutes;
  return {
    environment,
    service,
    minutes: limit === undefined ? undefined : minutes('--minutes', limit, 1, LONGEST_MINUTES),
    command,
  };
}
