import { commandLine } from '../../console/command-line';

export const usage = `npm run status -- ENVIRONMENT [--json]

Shows what an environment runs: the commit and how far that is behind main, who deployed it and when, the versions of its
services, its health, and when somebody looked for drift last. Changes nothing.

  --json   the same for programs
  --help

Exit codes: 0 all is well; 2 something to look at: it is unhealthy, drifted, or runs what no commit has; 1 an error.

Examples:
  npm run status -- prod
  npm run status -- dev --json`;

const { words } = commandLine(usage);

export interface StatusArguments {
  readonly environment: string;
  readonly json: boolean;
}

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseStatusArguments(args: readonly string[]): StatusArguments | undefined {
  return words(args, { required: ['environment'], allowed: 'one environment' });
}
