import type { Change } from '../../../change';
import type { Plan } from '../../../plan';
import { kindOf } from '../../../types/kind-of';
import { named } from '../outage';
import { isExempt, objectOf } from './object';
import { serviceOf, stopping, WORKLOADS } from './workloads';

/** Why pods run no more. One finding for all of a service, at the first of them. */
export function workloadGone(change: Change, plan: Plan): string | undefined {
  const object = objectOf(change);
  if (!object || !WORKLOADS.includes(object.kind) || isExempt(object, plan)) return undefined;
  // What is lost with it is said as a loss of data.
  if (['holds', 'known'].includes(kindOf(change)?.side ?? '')) return undefined;
  if (change.action === 'replace') {
    return change.overlaps
      ? undefined
      : `is deleted, and then made anew: until that runs, ${object.name} has no pods`;
  }
  if (change.action !== 'delete') return undefined;
  const all = stopping(plan).get(serviceOf(object)) ?? [];
  if (all[0]?.resource !== change) return undefined;
  const names = all.map(({ name }) => name);
  return `is deleted: ${named(names)} ${names.length > 1 ? 'stop' : 'stops'}`;
}
