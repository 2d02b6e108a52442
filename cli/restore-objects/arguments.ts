import { commandLine } from '../../console/command-line';

export const usage = `npm run restore-objects -- ENVIRONMENT BUCKET --at TIME [--prefix PREFIX] [--dry-run]

Puts objects back as they were at a time: what was deleted since, and what was overwritten since. The version of then is
copied on top of the others, so nothing is lost, and what is new since then stays. docs/runbooks/restore.md

  ENVIRONMENT      the name of an environment
  BUCKET           the bucket's name in services/backing.ts
  --at TIME        in UTC, such as 2026-11-29T10:00:00Z
  --prefix PREFIX  only objects whose keys begin so
  --dry-run        says what it would do
  --help

It takes the role accountRole of platform.json: the role that deploys may not read objects.

Examples:
  npm run restore-objects -- prod assets --at 2026-11-29T10:00:00Z --dry-run`;

const { parse, refused } = commandLine(usage);

export interface RestoreObjectsArguments {
  readonly environment: string;
  readonly bucket: string;
  readonly at: Date;
  readonly prefix: string;
  readonly dryRun: boolean;
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseRestoreObjectsArguments(args: readonly string[]): RestoreObjectsArguments | undefined {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      at: { type: 'string' },
      prefix: { type: 'string', default: '' },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [environment, bucket, ...rest] = positionals;
  if (!environment || !bucket || rest.length > 0) {
    throw refused(`got ${positionals.join(' ') || 'nothing'}; allowed: an environment and a bucket`);
  }
  return {
    environment,
    bucket,
    at: moment(values.at),
    prefix: values.prefix,
    dryRun: values['dry-run'],
  };
}

function moment(text = ''): Date {
  const at = MOMENT.test(text) ? new Date(text) : new Date(Number.NaN);
  if (at.getTime() < Date.now()) return at;
  throw refused(`--at: got "${text}"; allowed: a time in UTC before now, such as 2026-11-29T10:00:00Z`);
}
