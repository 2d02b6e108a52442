import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inDirectory } from './directory';
import { medians, runApp } from './measure';

const RUNS = 5;

/** As cdktf.json has it. */
const OURS = ['app.js'];
/** As one writes a CDKTF app today. */
const BARE = ['--import', 'tsx', 'bench/bare.ts'];

/** How long the app takes for its environments, beside a bare app of one resource. */
export function synthBesideBare(): void {
  inDirectory((directory) => {
    const [ours, bare] = medians(
      RUNS,
      () => runApp(OURS, { CDKTF_OUTDIR: join(directory, 'ours') }),
      () => runApp(BARE, { CDKTF_OUTDIR: join(directory, 'bare') }),
    );
    print(
      'synth of all environments / bare app of one resource, by tsx',
      ours!.seconds / bare!.seconds,
      '2.00',
      's',
      ours!.seconds,
      bare!.seconds,
    );
  });
}

/** Whether time and memory grow in a straight line with the environments. */
export function growth(): void {
  inDirectory((directory) => {
    const app = (count: number) => {
      const environments = join(directory, `${count}`);
      writeEnvironments(environments, count);
      return () =>
        runApp(OURS, { CDKTF_OUTDIR: join(directory, 'out'), PLATFORM_ENVIRONMENTS: environments });
    };
    const [one, half, full] = medians(3, app(1), app(50), app(100));
    const bend = (of: 'seconds' | 'megabytes') =>
      (full![of] - half![of]) / 50 / ((half![of] - one![of]) / 49);
    print(
      'second 50 environments / first 50, time',
      bend('seconds'),
      '1.10',
      's',
      full!.seconds,
      half!.seconds,
    );
    print(
      'second 50 environments / first 50, memory',
      bend('megabytes'),
      '1.10',
      'MB',
      full!.megabytes,
      half!.megabytes,
    );
  });
}

function print(what: string, ratio: number, bound: string, unit: string, a: number, b: number): void {
  console.log(`${what}: ${ratio.toFixed(2)} (at most ${bound}; ${a.toFixed(2)} and ${b.toFixed(2)} ${unit})`);
}

/** Copies of dev with accounts and networks of their own. */
function writeEnvironments(directory: string, count: number): void {
  mkdirSync(directory, { recursive: true });
  const dev = JSON.parse(readFileSync('environments/dev.json', 'utf8'));
  for (let index = 0; index < count; index++) {
    const file = {
      ...dev,
      account: `${100000000000 + index}`,
      network: { ...dev.network, cidr: `10.${index}.0.0/16` },
    };
    writeFileSync(join(directory, `e${index}.json`), JSON.stringify(file));
  }
}
