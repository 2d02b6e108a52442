import { commandLine } from '../../console/command-line';

export const usage = `npm run promote -- SERVICE FROM TO [--json]

Writes the version that FROM runs, with the digest of its image, into environments/TO.json. Nothing is deployed.

  FROM     an environment, the one that TO is promoted from; where TO is promoted from none, a version
  TO       an environment
  --json   what was changed, for a program
  --help

Examples:
  npm run promote -- storefront dev qa
  npm run promote -- storefront main-4b825dc dev`;

const { words } = commandLine(usage);

export interface PromoteArguments {
  readonly service: string;
  readonly from: string;
  readonly to: string;
  readonly json: boolean;
}

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parsePromoteArguments(args: readonly string[]): PromoteArguments | undefined {
  return words(args, {
    required: ['service', 'from', 'to'],
    allowed: 'a service, where from, and an environment',
  });
}
