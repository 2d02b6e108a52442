import type { Change } from '../../../change';
import { type ClusterObject, clusterObjects, isExempt, isLost } from '../../../kubernetes/cluster-object';
import type { Plan } from '../../../plan';
import { at } from '../../../value';
import { serviceOf, stopping } from './workloads';

/** Why a job is started no more at its times. */
export function cronSuspended(change: Change, plan: Plan): string[] {
  return clusterObjects(change, plan)
    .filter((object) => JOBS.includes(object.kind) && !isExempt(object, plan))
    .flatMap((object) => suspended(object, plan) ?? []);
}

const JOBS = ['CronJob', 'Job', 'ScheduledJob'];

function suspended(object: ClusterObject, plan: Plan): string | undefined {
  const { kind, name, before, after } = object;
  if (before && after && at(before, 'spec.suspend') !== true && at(after, 'spec.suspend') === true) {
    return `is suspended: ${name} runs no more`;
  }
  // It goes with its service, which says so itself. A job that has run leaves nothing.
  if (kind === 'Job' || !isLost(object, plan) || stopping(plan).has(serviceOf(object))) return undefined;
  return `is deleted: ${name} runs no more`;
}
