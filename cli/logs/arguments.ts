import { commandLine } from '../../console/command-line';

export const usage = `npm run logs -- ENVIRONMENT SERVICE [--process NAME] [--since TIME] [--errors] [--follow] [--json]

Shows what the containers of a service have logged, those of pods that have ended too: time, pod, level and message.

  --process NAME   of one process, or of a schedule, release or admin; default: all
  --since TIME     from when on: 30s, 10m, 2h, 1d, or a time such as 2026-11-27T03:00:00Z; default: 10m
  --errors         errors alone, by the form that the service declares (logs)
  --follow, -f     goes on with what comes, until Ctrl-C
  --json           each event as it is kept, for programs
  --help

ENVIRONMENT is the name of one, or the id of a preview.

Examples:
  npm run logs -- dev storefront --follow
  npm run logs -- prod catalog --errors --since 1d --json
  npm run logs -- pr-42 storefront --errors`;

const { parse, refused } = commandLine(usage);

export interface LogsArguments {
  readonly environment: string;
  readonly service: string;
  readonly process?: string;
  /** In milliseconds since 1970. */
  readonly since: number;
  readonly errors: boolean;
  readonly follow: boolean;
  readonly json: boolean;
}

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseLogsArguments(args: readonly string[], now = Date.now()): LogsArguments | undefined {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      process: { type: 'string' },
      since: { type: 'string', default: '10m' },
      errors: { type: 'boolean', default: false },
      follow: { type: 'boolean', short: 'f', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [environment, service, ...rest] = positionals;
  if (!environment || !service || rest.length > 0) {
    throw refused(`got ${positionals.join(' ') || 'nothing'}; allowed: an environment and a service`);
  }
  const { process, errors, follow, json } = values;
  return { environment, service, process, since: sinceOf(values.since, now), errors, follow, json };
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** With a zone: a time without one is another on each machine. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function sinceOf(text: string, now: number): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const since = count ? now - Number(count) * UNITS[unit!]! : TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (since >= 0 && since <= now) return since;
  throw refused(
    `--since: got "${text}"; allowed: 30s, 10m, 2h, 1d, or a time that is over, such as 2026-11-27T03:00:00Z`,
  );
}
