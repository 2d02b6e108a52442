import { parseArgs } from 'node:util';
import { Failure } from './failure';

export const usage = `npm run local -- [COMMAND] [ENVIRONMENT...] [OPTION...]

Deploys environments to an emulated AWS on this machine, with the real Terraform.

  [up] [ENVIRONMENT...]   deploy; default: dev
  down [ENVIRONMENT...]   destroy; default: all that are deployed; with the last one the emulator ends
  status                  what runs, and what is deployed
  env                     variables for a shell: eval "$(npm run --silent local -- env)"
  stop                    end the emulator, and with it everything that is deployed

  --port N                where the emulator listens; default: 4577, or the next that is free
  --keep                  down: leave the emulator running
  --help`;

export const COMMANDS = ['up', 'down', 'status', 'env', 'stop'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Arguments {
  readonly command: Command | 'help';
  readonly environments: readonly string[];
  readonly port: number;
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
  const named = command ? rest : positionals;
  if (named.length > 0 && command && !['up', 'down'].includes(command)) {
    throw new Failure(`${command} takes no environment: got ${named.join(' ')}`, 2);
  }
  const chosen = command ?? 'up';
  return {
    command: values.help ? 'help' : chosen,
    environments: named.length === 0 && chosen === 'up' ? ['dev'] : [...new Set(named)],
    port,
    keep: values.keep,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: 'string', default: '4577' },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new Failure(`${(error as Error).message.split('. ')[0]}. See npm run local -- --help`, 2);
  }
}
