import { commandLine } from '../../console/command-line';

export const usage = `npm run quotas

Says, account by account, what the stacks take of AWS's service quotas and what a new account has of each, with the
command that asks for more. It asks AWS nothing: an account can have been given more already.

  --help

Examples:
  npm run quotas`;

const { parse } = commandLine(usage);

/** @throws Failure that says what is wrong with the command line. */
export function parseQuotasArguments(args: readonly string[]) {
  const { values } = parse({
    args: [...args],
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  return { help: values.help };
}
