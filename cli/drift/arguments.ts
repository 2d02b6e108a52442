import { commandLine } from '../../console/command-line';

export const usage = `npm run drift -- [ENVIRONMENT...] [--out FOLDER]

Tells what somebody changed beside the code (drift) from what the code would change (pending), in the platform and the
services of each environment, and says so in Markdown. Changes nothing, takes no lock.

  ENVIRONMENT...   default: all
  --out FOLDER     also writes a report for each environment, and drift.json with their verdicts
  --help

Exit codes: 0 no drift, though something may be pending; 2 drift; 1 an error.

Examples:
  npm run drift
  npm run drift -- prod --out drift`;

const { parse, refused } = commandLine(usage);

export interface DriftArguments {
  /** None: all. */
  readonly environments: readonly string[];
  readonly out?: string;
}

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseDriftArguments(args: readonly string[]): DriftArguments | undefined {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) return undefined;
  if (values.out === '') throw refused('--out: got ""; allowed: a folder');
  return { environments: [...new Set(positionals)], out: values.out };
}
