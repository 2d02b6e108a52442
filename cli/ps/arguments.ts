import { commandLine } from '../../console/command-line';

export const usage = `npm run ps -- ENVIRONMENT [SERVICE] [--json]

Shows what runs of a service, or of all: processes with their versions, pods that are ready and wanted, restarts and why,
and the last jobs. Changes nothing.

  --json   the same for programs
  --help

ENVIRONMENT is the name of one, or the id of a preview.

Examples:
  npm run ps -- dev
  npm run ps -- prod storefront --json
  npm run ps -- pr-42`;

const { words } = commandLine(usage);

export interface PsArguments {
  readonly environment: string;
  /** Undefined: all. */
  readonly service?: string;
  readonly json: boolean;
}

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parsePsArguments(args: readonly string[]): PsArguments | undefined {
  return words(args, {
    required: ['environment'],
    optional: ['service'],
    allowed: 'an environment, and a service or none',
  });
}
