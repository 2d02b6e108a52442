import { commandLine } from '../../console/command-line';

export const usage = `npm run upgrades -- [ENVIRONMENT...] [--aws] [--json]
npm run upgrades -- ENVIRONMENT --write STEP

Says what each environment runs, when its support ends, and where it can go from there, in the order of promotion.

  --aws          asks AWS, as the role that deploys, what runs and where it can go; default: the parameter files and
                 parameters/catalogue
  --write STEP   writes a step into the environment's parameter file, such as databases.orders=18.4: the change of a
                 pull request
  --json         the same as JSON
  --help

Examples:
  npm run upgrades
  npm run upgrades -- dev --write databases.orders=18.4`;

const { parse, refused } = commandLine(usage);

export interface UpgradesArguments {
  /** None: all. */
  readonly environments: readonly string[];
  readonly aws: boolean;
  readonly json: boolean;
  readonly write?: string;
}

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseUpgradesArguments(args: readonly string[]): UpgradesArguments | undefined {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      aws: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      write: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  if (values.write !== undefined && positionals.length !== 1) {
    throw refused(`--write: got ${positionals.join(' ') || 'no environment'}; allowed: one environment`);
  }
  return { environments: positionals, aws: values.aws, json: values.json, write: values.write };
}
