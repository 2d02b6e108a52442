import { commandLine } from '../../console/command-line';

export const usage = `npm run bootstrap [-- --auto-approve]

Deploys the stack bootstrap with the credentials of the tooling account. The first time it keeps the state in the file
bootstrap.tfstate, and moves it into the bucket when that is there. Broken off, it goes on when it is run again.

  --auto-approve   does not ask
  --help

Examples:
  npm run bootstrap`;

const { parse } = commandLine(usage, 2);

/** @throws Failure that says what is wrong with the command line. */
export function parseBootstrapArguments(args: readonly string[]) {
  const { values } = parse({
    args: [...args],
    options: {
      'auto-approve': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return { help: values.help, autoApprove: values['auto-approve'] };
}
