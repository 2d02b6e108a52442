import type { Change } from '../../../change';
import { type ClusterObject, clusterObjects, isExempt, isLost } from '../../../kubernetes/cluster-object';
import { isOperators } from '../../../kubernetes/object';
import type { Plan } from '../../../plan';
import { at, type Value } from '../../../value';
import { word } from '../outage';
import { comesNever } from './cron-time';
import { serviceOf, stopping, WORKLOADS } from './workloads';

/** Why a job is started no more at its times. */
export function cronSuspended(change: Change, plan: Plan): string[] {
  return clusterObjects(change, plan)
    .filter((object) => !isExempt(object, plan))
    .flatMap((object) => (JOBS.includes(object.kind) ? suspended(object, plan) : paused(object)) ?? []);
}

/** What an operator does at its times, or all the time, and is told not to. */
function paused({ change, before, after, name }: ClusterObject): string | undefined {
  if (!before || !after || !isOperators(change.after!) || WORKLOADS.includes(change.after!.kind))
    return undefined;
  const isOn = (side: Value) =>
    ['paused', 'suspend', 'suspended'].some((key) => at(side, `spec.${key}`) === true);
  return !isOn(before) && isOn(after) ? `is paused: what ${name} did happens no more` : undefined;
}

function isStarted(side: Value): boolean {
  const schedule = at(side, 'spec.schedule');
  return at(side, 'spec.suspend') !== true && !(typeof schedule === 'string' && comesNever(schedule));
}

const JOBS = ['CronJob', 'Job', 'ScheduledJob', 'ScaledJob', 'CronWorkflow'];

function suspended(object: ClusterObject, plan: Plan): string | undefined {
  const { kind, name, before, after } = object;
  // One that others only copy, by hand or by a program, has no time of its own.
  if (!before || !isStarted(before)) return undefined;
  if (after && !isStarted(after)) {
    return at(after, 'spec.suspend') === true
      ? `is suspended: ${name} runs no more`
      : `runs no more: no day is ${word(at(after, 'spec.schedule'))}`;
  }
  // It goes with its service, which says so itself. A job that has run leaves nothing.
  if (kind === 'Job' || !isLost(object, plan) || stopping(plan).has(serviceOf(object))) return undefined;
  return `is deleted: ${name} runs no more`;
}
