import type { Change } from '../../../change';
import { type ClusterObject, clusterObjects, isExempt } from '../../../kubernetes/cluster-object';
import type { Plan } from '../../../plan';
import { kindOf } from '../../../types/kind-of';
import { named } from '../outage';
import { serviceOf, stopping, WORKLOADS } from './workloads';

/** Why pods run no more. One finding for all of a service, at the first of them. */
export function workloadGone(change: Change, plan: Plan): string[] {
  // What is lost with it is said as a loss of data.
  if (!change.ends || ['holds', 'known'].includes(kindOf(change)?.side ?? '')) return [];
  return clusterObjects(change, plan)
    .filter((object) => WORKLOADS.includes(object.kind) && !isExempt(object, plan))
    .flatMap((object) => goneWith(object, change, plan) ?? []);
}

function goneWith(object: ClusterObject, change: Change, plan: Plan): string | undefined {
  if (change.action === 'replace') {
    return change.overlaps
      ? undefined
      : `is deleted, and then made anew: until that runs, ${object.name} has no pods`;
  }
  const all = stopping(plan).get(serviceOf(object)) ?? [];
  if (all[0] !== object) return undefined;
  const names = all.map(({ name }) => name);
  return `is deleted: ${named(names)} ${names.length > 1 ? 'stop' : 'stops'}`;
}
