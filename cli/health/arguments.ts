import { commandLine } from '../../console/command-line';

export const usage = `npm run health -- ENVIRONMENT [--minutes N]

Watches the alarm that sums up the environment's critical ones. Fails as soon as it goes off, and names those behind it.
Else it names the warnings of services that are on.

  --minutes N   how long to watch, 0 to 50; 0 looks once; default: 10
  --help

Examples:
  npm run health -- prod
  npm run health -- dev --minutes 0`;

const { parse, refused, minutes } = commandLine(usage);

export interface HealthArguments {
  readonly environment: string;
  readonly minutes: number;
}

/** Keys of a role that was taken by another role end after an hour. */
const LONGEST_MINUTES = 50;
const MINUTES = '10';

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseHealthArguments(args: readonly string[]): HealthArguments | undefined {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      minutes: { type: 'string', default: MINUTES },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [environment, ...rest] = positionals;
  if (!environment || rest.length > 0) {
    throw refused(`got ${positionals.join(' ') || 'nothing'}; allowed: one environment`);
  }
  return { environment, minutes: minutes('--minutes', values.minutes, 0, LONGEST_MINUTES) };
}
