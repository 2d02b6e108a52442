import { commandLine } from '../../console/command-line';
import { type OneOffArguments, parseOneOffArguments } from './one-off-arguments';

export const usage = `npm run admin -- ENVIRONMENT SERVICE [--minutes N] -- COMMAND...

Runs a command of a service once, in the version that runs there, with all that the service is bound to. Shows its
output and ends with its exit code. No shell takes part; $(NAME) is the service's variable NAME.

  --minutes N   how long it may take, 1 to 1440; default: 60
  --help

ENVIRONMENT is the name of one, or the id of a preview. Ctrl-C ends the command. It stays on record (npm run ps).

Examples:
  npm run admin -- dev storefront -- bin/migrate --status
  npm run admin -- prod report --minutes 180 -- bin/report --last-week
  npm run admin -- pr-42 storefront -- bin/users list`;

const line = commandLine(usage, 2);

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseAdminArguments(args: readonly string[]): OneOffArguments | undefined {
  return parseOneOffArguments(line, args, (words = []) => {
    if (words.length === 0) throw line.refused('no command: write it after --');
    return words;
  });
}
