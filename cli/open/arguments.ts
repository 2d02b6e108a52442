import { commandLine } from '../../console/command-line';

export const usage = `npm run open -- ENVIRONMENT SERVICE [--json]

Shows the addresses of a service's routes, on this machine where that is a local environment, and opens the first one in a
browser where standard output is a terminal.

  --json   the addresses for programs; opens nothing
  --help

ENVIRONMENT is the name of one, or the id of a preview.

Examples:
  npm run open -- dev storefront
  npm run open -- prod storefront --json
  npm run open -- pr-42 storefront`;

const { words } = commandLine(usage);

export interface OpenArguments {
  readonly environment: string;
  readonly service: string;
  readonly json: boolean;
}

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseOpenArguments(args: readonly string[]): OpenArguments | undefined {
  return words(args, { required: ['environment', 'service'], allowed: 'an environment and a service' });
}
