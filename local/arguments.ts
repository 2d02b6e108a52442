import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { whatIsWrong } from '../console/command-line';
import { Failure } from '../console/failure';
import { environmentsFolder } from '../parameters/parameter-file';
import { suggest } from '../problems/suggest';
import { projectRoot } from './machine/layout';

export const usage = `npm run local -- [COMMAND] [ENVIRONMENT...] [OPTION...]

Deploys environments, platform and services, to an emulated AWS and a real Kubernetes API on this machine.

  [up] [ENVIRONMENT...]   deploy; default: dev
  down [ENVIRONMENT...]   destroy; default: all that are deployed; with the last one the emulator ends
  build                   make the programs that the first up makes, and deploy nothing
  images [SERVICE...]     make the images of the services in examples/ as dev runs them, and run them where dev is
                          deployed; default: all, and those that a cluster runs beside them. With SERVICE=FOLDER the
                          code is there, for this and all later runs
  status                  what runs, and what is deployed
  env                     variables for a shell: eval "$(npm run --silent local -- env)"
  stop                    end the emulator, and with it everything that is deployed

  --port N                where the emulator listens; default: 4577, or the next that is free
  --platform-only         up: without the services
  --services-only         up: the services alone, on a platform that is there
  --keep                  down: leave the emulator running
  --help

Examples:
  npm run local
  npm run local -- dev qa
  npm run local -- images storefront
  npm run local -- images storefront=examples/storefront
  npm run local -- down dev --keep`;

export const COMMANDS = ['up', 'down', 'build', 'images', 'status', 'env', 'stop'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Arguments {
  readonly command: Command | 'help';
  readonly environments: readonly string[];
  /** Of `images`. Empty: all. */
  readonly services: readonly string[];
  readonly port: number;
  readonly platformOnly: boolean;
  readonly servicesOnly: boolean;
  readonly keep: boolean;
}

/** @throws Failure that says what is wrong with the command line. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parse(args);
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Failure(`--port: got ${values.port}; allowed: 1 to 65535`, 2);
  }
  const [first, ...rest] = positionals;
  const command = COMMANDS.find((name) => name === first);
  // The app would take seconds to say that there is no such environment.
  const meant = command || !first || isEnvironment(first) ? '' : suggest(first, COMMANDS);
  if (meant) throw new Failure(`command: got "${first}"${meant} See npm run local -- --help`, 2);
  const named = command ? rest : positionals;
  if (named.length > 0 && command && !['up', 'down', 'images'].includes(command)) {
    throw new Failure(`${command} takes no environment: got ${named.join(' ')}`, 2);
  }
  const chosen = command ?? 'up';
  const parts = (['platform-only', 'services-only'] as const).filter((part) => values[part]);
  if (parts.length > 1) throw new Failure('--platform-only and --services-only: got both, allowed one', 2);
  if (parts.length > 0 && chosen !== 'up') throw new Failure(`--${parts[0]} goes with up: got ${chosen}`, 2);
  return {
    command: values.help ? 'help' : chosen,
    environments:
      chosen === 'images' ? [] : named.length === 0 && chosen === 'up' ? ['dev'] : [...new Set(named)],
    services: chosen === 'images' ? [...new Set(named)] : [],
    port,
    platformOnly: values['platform-only'],
    servicesOnly: values['services-only'],
    keep: values.keep,
  };
}

const OPTIONS = {
  port: { type: 'string', default: '4577' },
  'platform-only': { type: 'boolean', default: false },
  'services-only': { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new Failure(`${whatIsWrong(error as Error, Object.keys(OPTIONS))}. See npm run local -- --help`, 2);
  }
}

function isEnvironment(name: string): boolean {
  return existsSync(resolve(projectRoot, environmentsFolder(), `${name}.json`));
}
