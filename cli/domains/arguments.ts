import { commandLine } from '../../console/command-line';

export const usage = `npm run domains -- ENVIRONMENT [--json]

Tells of each domain of an environment (entrance.domains of its file) whether its certificate is issued, where its name
leads by now, and what its owner still has to enter. It changes nothing.

  --json   for a program
  --help

Exit codes: 0 when all is done, 1 when the command failed, 2 when something is left to do.

Examples:
  npm run domains -- prod`;

const { words } = commandLine(usage);

export interface DomainsArguments {
  readonly environment: string;
  readonly json: boolean;
}

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseDomainsArguments(args: readonly string[]): DomainsArguments | undefined {
  return words(args, { required: ['environment'], allowed: 'one environment' });
}
