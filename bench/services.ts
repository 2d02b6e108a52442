import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inDirectory } from './directory';
import { medians, runApp } from './measure';

const RUNS = 3;
const COUNTS = [10, 100, 500, 1000] as const;

/** Whether time and memory grow in a straight line with the services of an environment, up to a thousand. */
export function growthOfServices(): void {
  inDirectory((directory) => {
    const costs = medians(RUNS, ...COUNTS.map((count) => synthOf(directory, count)));
    COUNTS.forEach((count, index) => {
      const { seconds, cpuSeconds, megabytes } = costs[index]!;
      const bound = count === 1000 ? ' (at most 10.0 s)' : '';
      console.log(
        `synth of ${count} services: ${seconds.toFixed(1)} s${bound}, ${cpuSeconds.toFixed(1)} s of CPU, ${megabytes.toFixed(0)} MB`,
      );
    });
    for (const what of ['seconds', 'cpuSeconds', 'megabytes'] as const) {
      const [few, , half, all] = costs.map((cost) => cost[what]);
      const bend = (all! - half!) / 500 / ((half! - few!) / 490);
      console.log(`second 500 services / first 500, ${what}: ${bend.toFixed(2)} (at most 1.10)`);
    }
  });
}

function synthOf(directory: string, count: number) {
  const environments = join(directory, `${count}`);
  writeEnvironment(environments, count);
  return () =>
    runApp(['app.js', 'bench/services-app.ts'], {
      CDKTF_OUTDIR: join(directory, 'out'),
      PLATFORM_ENVIRONMENTS: environments,
      BENCH_SERVICES: `${count}`,
    });
}

/** dev with so many services in a group that has room for them. */
function writeEnvironment(directory: string, count: number): void {
  mkdirSync(directory, { recursive: true });
  const dev = JSON.parse(readFileSync('environments/dev.json', 'utf8'));
  const names = Array.from({ length: count }, (_, index) => `s${index}`);
  const file = {
    ...dev,
    services: Object.fromEntries(names.map((name) => [name, { version: '1.0.0' }])),
    groups: { bench: { pods: 5000, cpuMillicores: 1_000_000, memoryMiB: 4_194_304 } },
  };
  writeFileSync(join(directory, 'dev.json'), JSON.stringify(file));
}
