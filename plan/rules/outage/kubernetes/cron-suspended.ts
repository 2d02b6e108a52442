import type { Change } from '../../../change';
import type { Plan } from '../../../plan';
import { field, isExempt, isLost, objectOf } from './object';
import { serviceOf, stopping } from './workloads';

/** Why a job is started no more at its times. */
export function cronSuspended(change: Change, plan: Plan): string | undefined {
  const object = objectOf(change);
  if (!object || !['cronjob', 'job', 'scheduledjob'].includes(object.kind) || isExempt(object, plan))
    return undefined;
  const { kind, name, before, after } = object;
  if (before && after && field(before, 'spec.suspend') !== true && field(after, 'spec.suspend') === true) {
    return `is suspended: ${name} runs no more`;
  }
  // It goes with its service, which says so itself. A job that has run leaves nothing.
  if (kind === 'job' || !isLost(object, plan) || stopping(plan).has(serviceOf(object))) return undefined;
  return `is deleted: ${name} runs no more`;
}
