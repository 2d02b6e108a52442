import { commandLine } from '../../console/command-line';
import { suggest } from '../../problems/suggest';
import type { Point } from './point';
import { sample } from './points/sample';

export const usage = `npm run drills -- [NAME...] [--only PATTERN] [--sample] [OPTION...]

Disturbs deploys, changes and destroys at bad moments, on emulators of its own, and goes the documented way out of each.
Then there has to be what an undisturbed run leaves: the same things, an empty plan, no lock, no denied call.

  NAME...          these points alone, with --in-a-row in this order
  --only PATTERN   those whose name has this regular expression
  --sample         ten that have something of everything
  --in-a-row       one after the other in one environment, each from where the last one ended: quicker, and what nobody knows of shows at the end, when all was destroyed
  --continue       leave out what has converged already
  --list           print the points, and run none
  --json           print results as JSON
  --lanes N        how many at a time, 1 to 16; each takes about a gigabyte; default: 3
  --port N         of the first emulator; the others follow; default: 7100
  --help

What each said is in .local/drills/logs. Exit code 1: one has not converged.

Examples:
  npm run drills -- --list
  npm run drills -- --sample`;

const { parse, refused } = commandLine(usage);

export interface DrillArguments {
  readonly points: readonly Point[];
  readonly list: boolean;
  readonly json: boolean;
  readonly goOn: boolean;
  readonly inARow: boolean;
  readonly lanes: number;
  readonly port: number;
}

/**
 * @returns undefined when help is asked for.
 * @throws Failure that says what is wrong with the command line.
 */
export function parseDrillArguments(
  args: readonly string[],
  all: readonly Point[],
): DrillArguments | undefined {
  const { values, positionals } = parse({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: 'string', default: '' },
      sample: { type: 'boolean', default: false },
      'in-a-row': { type: 'boolean', default: false },
      continue: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      lanes: { type: 'string', default: '3' },
      port: { type: 'string', default: '7100' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const names = all.map(({ name }) => name);
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const asked = unknown.map((name) => `"${name}"${suggest(name, names)}`).join(', ');
    throw refused(`point: got ${asked}; allowed: a name that --list prints`);
  }
  const only = pattern(values.only);
  const named = positionals.map((name) => all.find((point) => point.name === name)!);
  const offered = values.sample ? sample : all;
  const points = (named.length > 0 ? named : offered).filter(({ name }) => only.test(name));
  if (points.length === 0) throw refused('got no point; --list prints all that there are');
  return {
    points,
    list: values.list,
    json: values.json,
    goOn: values.continue,
    inARow: values['in-a-row'],
    lanes: number('--lanes', values.lanes, 1, 16),
    port: number('--port', values.port, 1024, 65_000),
  };
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw refused(`--only: ${(error as Error).message}`);
  }
}

function number(option: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw refused(`${option}: got "${text}"; allowed: ${least} to ${most}`);
}
