import { parseArgs } from 'node:util';
import { Failure } from '../../local/failure';

export const usage = `npm run health -- ENVIRONMENT [--minutes N]

Watches the alarm that sums up the environment's critical ones. Fails as soon as it goes off, and names those behind it.

  --minutes N   how long to watch, 0 to 50; 0 looks once; default: 10
  --help`;

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
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [environment, ...rest] = positionals;
  if (!environment || rest.length > 0) {
    throw refused(`got ${positionals.join(' ') || 'nothing'}; allowed: one environment`);
  }
  const minutes = /^\d+$/.test(values.minutes) ? Number(values.minutes) : Number.NaN;
  if (!(minutes <= LONGEST_MINUTES)) {
    throw refused(`--minutes: got "${values.minutes}"; allowed: 0 to ${LONGEST_MINUTES}`);
  }
  return { environment, minutes };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        minutes: { type: 'string', default: MINUTES },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw refused((error as Error).message.split('. ')[0]!);
  }
}

function refused(what: string): Failure {
  return new Failure(`${what}\n\n${usage}`);
}
