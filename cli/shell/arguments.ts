import { commandLine } from '../../console/command-line';
import { type OneOffArguments, parseOneOffArguments } from '../admin/one-off-arguments';

export const usage = `npm run shell -- ENVIRONMENT SERVICE [--minutes N] [-- COMMAND...]

A shell in a container of its own: a job in the version that runs there, with all that the service is bound to. It is no
pod that serves requests. It ends with the terminal, or after its time.

  --minutes N   how long it may take, 1 to 1440; default: 60
  --help

ENVIRONMENT is the name of one, or the id of a preview. COMMAND is what to run in place of sh, such as python3. Who
started it stays on record (npm run ps), and so does what it shows (npm run logs).

Examples:
  npm run shell -- dev storefront
  npm run shell -- prod report --minutes 15 -- python3
  npm run shell -- pr-42 storefront`;

const line = commandLine(usage, 2);

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseShellArguments(args: readonly string[]): OneOffArguments | undefined {
  return parseOneOffArguments(line, args, (words = ['sh']) => {
    if (words.length === 0) throw line.refused('no command after --; allowed: one, or nothing, which is sh');
    return words;
  });
}
