import type { Environment } from '../../parameters/environment';
import { loadEnvironments } from '../../parameters/load';
import { loadProject } from '../../parameters/project';
import { declared } from '../../services/declared';
import { Synthesizer } from '../synthesizer';
import { compare, type Difference } from './parity';

const MOST_SHOWN = 40;

const [one, ...others] = loadEnvironments(process.env.PLATFORM_ENVIRONMENTS ?? 'environments', declared);
const { platform, services } = new Synthesizer(loadProject('platform.json'), declared);
const stacks = { platforms: platform, services };
for (const other of others)
  for (const [of, build] of Object.entries(stacks)) print(of, one!, other, compare(one!, other, build));

function print(of: string, one: Environment, other: Environment, differences: readonly Difference[]): void {
  console.log(`\n## ${of} of ${one.name} and ${other.name}: ${differences.length} attributes differ\n`);
  console.log(`| attribute | ${one.name} | ${other.name} | because of |\n|---|---|---|---|`);
  for (const difference of differences) console.log(row(difference));
  if (differences.some(({ because }) => because.length === 0)) process.exitCode = 1;
}

function row({ address, attribute, one, other, because }: Difference): string {
  const reason =
    because.length > 0 ? because.join(', ') : '**nothing: the code looks at more than parameters**';
  return `| \`${address} ${attribute}\` | ${short(one)} | ${short(other)} | ${reason} |`;
}

function short(json: string | undefined): string {
  if (json === undefined) return '–';
  return json.length > MOST_SHOWN ? `${json.slice(0, MOST_SHOWN)}…` : json;
}
