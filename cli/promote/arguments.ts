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

const { parse, refused } = commandLine(usage);

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
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const [service, from, to, ...more] = positionals;
  if (service === undefined || from === undefined || to === undefined || more.length > 0) {
    throw refused(`got ${positionals.length} names; allowed: a service, where from, and an environment`);
  }
  return { service, from, to, json: values.json };
}
