import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResourceChange } from '../plan/change';
import { Plan, type PlanJson, type Written } from '../plan/plan';
import { report } from '../plan/report/report';
import { judge } from '../plan/verdict';

const CORPUS = 'test/plan/corpus';
const SIZES = [2_500, 10_000] as const;

/** What one stack of so many changes takes to judge and to report, in seconds of a processor. */
export function secondsToJudge(changes: number, recorded: readonly PlanJson[] = corpus()): number {
  const plan = { format_version: '1.2', resource_changes: manyChanges(changes, recorded) };
  const circumstances = { now: { approvals: [], faults: [] }, old: [], isDiff: true, stacks: ['dev'] };
  const before = process.cpuUsage();
  const verdict = judge([{ stack: 'dev', plan: new Plan('dev', plan) }], circumstances);
  report(verdict, '2026-11-24');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Whether the time grows in a straight line with the changes: four times as many would take sixteen times as long. */
export function growthOfPlans(): void {
  const recorded = corpus();
  secondsToJudge(SIZES[0], recorded);
  const [few, many] = SIZES.map((size) => secondsToJudge(size, recorded));
  console.log(
    `judging ${SIZES[1]} changes / ${SIZES[0]}: ${(many! / few!).toFixed(2)} (at most 12.00; ${many!.toFixed(2)} and ${few!.toFixed(2)} s)`,
  );
}

/** Changes of real plans, over and over, each at an address of its own. */
function manyChanges(count: number, recorded: readonly PlanJson[]): ResourceChange[] {
  const changes = recorded.flatMap(({ resource_changes = [] }) => resource_changes);
  return Array.from({ length: count }, (_, index) => {
    const one = changes[index % changes.length]!;
    return { ...one, name: `${one.name}-${index}`, address: `${one.address}-${index}` };
  });
}

function corpus(): PlanJson[] {
  return readdirSync(CORPUS)
    .filter((name) => name.endsWith('.json'))
    .flatMap(
      (name) =>
        JSON.parse(readFileSync(join(CORPUS, name), 'utf8')) as { plan: PlanJson; written: Written }[],
    )
    .map(({ plan }) => plan);
}

if (require.main === module) growthOfPlans();
