import { commandLine } from '../../console/command-line';

export const usage = `npm run recover -- NAME [--dry-run] [--unlock] [--take ADDRESS=ID]... [--delete ID]...

Puts right what a run that died has left: releases its lock, stores the state that it could not store, and takes into the
state what is there and is in no state. A second VPC, key or zone that a deploy made beside the first is removed if
nothing is in it; nothing else is changed in AWS or in a cluster. Names what carries an environment's tags and is in no
state and not in the code. Deploy afterwards.

  NAME              an environment (dev: its platform, then its services), or one stack: dev-services, account-dev,
                    bootstrap, preview-42
  --dry-run         says what it would do
  --unlock          releases a lock whose run can't be seen from here: make sure first that it is dead
  --take ADDRESS=ID takes that one, for what was found twice or is not found: the address as Terraform names it, and the id
                    by which Terraform imports its type (the section "Import" of the type's page:
                    https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs)
  --delete ID       removes one of those that it has named, with all that is in it: the id of a second VPC, key or zone, or
                    the ARN of what no code declares
  --help

Broken off anywhere, the same again goes on. Exit codes: 0 all is in the states; 1 an error, or something is left to decide.
docs/runbooks/recover.md

Examples:
  npm run recover -- dev --dry-run
  npm run recover -- dev-services --unlock`;

const { parse, refused } = commandLine(usage);

export interface RecoverArguments {
  readonly name: string;
  readonly dryRun: boolean;
  readonly unlock: boolean;
  /** Ids by address. */
  readonly take: ReadonlyMap<string, string>;
  /** Ids and ARNs of what is to be removed, whatever is in it. */
  readonly remove: ReadonlySet<string>;
}

const TAKE = /^([\w.-]+\.[\w-]+)=(.+)$/;

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseRecoverArguments(args: readonly string[]): RecoverArguments | undefined {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      unlock: { type: 'boolean', default: false },
      take: { type: 'string', multiple: true, default: [] },
      delete: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [name] = positionals;
  if (positionals.length !== 1 || !name) {
    throw refused(`got ${positionals.join(' ') || 'no name'}; allowed: the name of one environment or stack`);
  }
  const take = new Map(
    values.take.map((text) => {
      const [, address, id] = text.match(TAKE) ?? [];
      if (!address || !id) throw refused(`--take: got "${text}"; allowed: ADDRESS=ID`);
      return [address, id] as const;
    }),
  );
  return {
    ...{ name, take },
    dryRun: values['dry-run'],
    unlock: values.unlock,
    remove: new Set(values.delete),
  };
}
