import { spawnSync } from 'node:child_process';

/** What one run of a program took. */
export interface Usage {
  readonly seconds: number;
  /** Of all its threads. Unlike the time it takes, hardly more on a busy machine. */
  readonly cpuSeconds: number;
  /** Largest resident memory of the process. */
  readonly megabytes: number;
}

/** Runs Node with the arguments of an app. @throws when it fails. */
export function runApp(app: readonly string[], env: Record<string, string>): Usage {
  const started = process.hrtime.bigint();
  const report = `process.on('exit', () => process.stderr.write('\\nusage ' + JSON.stringify(process.resourceUsage())))`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(report)}`, ...app],
    { env: { ...process.env, ...env }, encoding: 'utf8' },
  );
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const usage = /usage (.+)$/.exec(stderr)?.[1];
  if (status !== 0 || usage === undefined) throw new Error(`${app.join(' ')} failed:\n${stderr}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(usage) as NodeJS.ResourceUsage;
  return { seconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 };
}

/** The median of several runs, one of each in turn, so that a slow moment of the machine meets all. */
export function medians(runs: number, ...programs: readonly (() => Usage)[]): Usage[] {
  const costs = Array.from({ length: runs }, () => programs.map((program) => program()));
  return programs.map((_, index) => {
    const of = (what: keyof Usage) => median(costs.map((round) => round[index]![what]));
    return { seconds: of('seconds'), cpuSeconds: of('cpuSeconds'), megabytes: of('megabytes') };
  });
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
