import { commandLine } from '../../console/command-line';

export const usage = `npm run list [-- --json]

Lists all commands with what each does. What one takes: npm run COMMAND -- --help

  --json   the same for programs, with options and examples
  --help

Examples:
  npm run list
  npm run list -- --json`;

const { parse } = commandLine(usage);

export interface ListArguments {
  readonly json: boolean;
}

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseListArguments(args: readonly string[]): ListArguments | undefined {
  const { values } = parse({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return values.help ? undefined : { json: values.json };
}
