import { commandLine } from '../../console/command-line';
import { readServiceFolder } from '../service-folder';

export const usage = `npm run compose -- SERVICE[=FOLDER]... [--environment NAME]

Writes .local/compose/compose.yaml: the services, those that they bind, and servers of what all of them bind, with the
variables, commands and probes that pods get. With a folder, its Dockerfile makes the image; else it is the version that
the environment runs.

  --environment NAME   whose versions and parameters count; default: dev
  --help

Examples:
  npm run compose -- storefront=examples/storefront
  npm run compose -- catalog report --environment qa`;

const { parse, refused } = commandLine(usage);

export interface ComposeArguments {
  readonly environment: string;
  /** Names of the services, with the folder that the image is built from, if it is. */
  readonly services: ReadonlyMap<string, string | undefined>;
}

/**
 * @param known all services.
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseComposeArguments(
  args: readonly string[],
  known: readonly string[],
): ComposeArguments | undefined {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      environment: { type: 'string', default: 'dev' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  if (positionals.length === 0) throw refused(`got no service; allowed: ${known.join(', ')}`);
  return {
    environment: values.environment,
    services: new Map(positionals.map((text) => readServiceFolder(text, known, refused))),
  };
}
