import { commandLine } from '../../console/command-line';

export const usage = `npm run rights -- [ROLE] [--write FILE]

Prints what each role, and the pods of each service account, can reach at most: in any number of steps, by the stacks as
they are here. Asks no AWS.

  ROLE           those whose heading has this in it; default: all
  --write FILE   writes the page there instead: docs/rights.md is this page of all roles
  --help

Examples:
  npm run rights -- acme-view
  npm run rights -- --write docs/rights.md`;

const { parse, refused } = commandLine(usage);

export interface RightsArguments {
  readonly role?: string;
  readonly write?: string;
}

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseRightsArguments(args: readonly string[]): RightsArguments | undefined {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      write: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [role, ...rest] = positionals;
  if (rest.length > 0) throw refused(`got ${positionals.join(' ')}; allowed: one role`);
  return { role, write: values.write };
}
