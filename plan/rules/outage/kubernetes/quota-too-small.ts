import type { Change } from '../../../change';
import {
  all,
  type ClusterObject,
  clusterObjects,
  isExempt,
  isInNewNamespace,
  isLost,
  labels,
} from '../../../kubernetes/cluster-object';
import { quantity } from '../../../kubernetes/quantity';
import { oncePer } from '../../../once-per';
import type { Plan } from '../../../plan';
import { at, list, type Value } from '../../../value';
import { amount, named, word } from '../outage';
import { podsOf, WORKLOADS } from './workloads';

/** Why pods that run, or others of them, are refused. */
export function quotaTooSmall(change: Change, plan: Plan): string[] {
  return clusterObjects(change, plan)
    .filter((object) => !isExempt(object, plan) && !isInNewNamespace(object, plan))
    .flatMap((object) => refused(object, plan) ?? []);
}

function refused(object: ClusterObject, plan: Plan): string | undefined {
  if (object.kind === 'PriorityClass')
    return isLost(object, plan) ? 'is deleted: pods that name it are refused' : lessUrgent(object);
  if (!object.after) return undefined;
  if (object.kind === 'LimitRange') return limitRange(object.namespace, object.after, plan);
  if (object.kind !== 'ResourceQuota') return undefined;
  const [was, will] = [labels(object.before, HARD), labels(object.after, HARD)];
  const uses = usedIn(plan).get(object.namespace);
  const found = Object.keys(will).flatMap((name) => {
    const [allowed, before] = [quantity(will[name]), quantity(was[name])];
    if (allowed === undefined || (before !== undefined && allowed >= before)) return [];
    const used = uses?.get(nameOf(name));
    if (used !== undefined && used > 0 && allowed < used) {
      return [`${name} ${word(will[name])}, where pods that run have ${rounded(used)}`];
    }
    return allowed === 0 ? [`${name} ${word(was[name])} → 0`] : [];
  });
  return found.length > 0
    ? `allows less than what may run now, so that new pods are refused: ${named(found)}`
    : undefined;
}

function lessUrgent({ before, after }: ClusterObject): string | undefined {
  const [was, will] = [before, after].map((side) => amount(at(side, 'value')));
  return was !== undefined && will !== undefined && will < was
    ? `is less urgent, ${was} → ${will}: pods that name it wait for others, or make room for them`
    : undefined;
}

const HARD = 'spec.hard';

const nameOf = (name: string) =>
  name === 'cpu' || name === 'memory' ? `requests.${name}` : name === 'count/pods' ? 'pods' : name;

const rounded = (number: number) => {
  const [gib, mib] = [number / 2 ** 30, number / 2 ** 20];
  if (gib >= 1) return `${Math.round(gib * 10) / 10}Gi`;
  return mib >= 1 ? `${Math.round(mib)}Mi` : `${Math.round(number * 100) / 100}`;
};

/** What pods of each namespace ask for, as far as the plan tells: their number times their requests. */
const usedIn = oncePer((plan: Plan) => {
  const found = new Map<string, Map<string, number>>();
  for (const one of all(plan, ...WORKLOADS)) {
    if (!one.before || !one.after) continue;
    const { containers, replicas } = podsOf(one);
    const number = amount(at(one.before, 'spec.replicas')) ?? amount(replicas);
    if (number === undefined) continue;
    if (!found.has(one.namespace)) found.set(one.namespace, new Map());
    const sums = found.get(one.namespace)!;
    const add = (name: string, more: number) => sums.set(name, (sums.get(name) ?? 0) + more);
    add('pods', number);
    for (const container of containers) {
      for (const kind of ['requests', 'limits'] as const) {
        for (const [name, value] of sizesOf(container, kind)) add(`${kind}.${name}`, number * value);
      }
    }
  }
  return found;
});

function sizesOf(container: Value, kind: 'requests' | 'limits'): [string, number][] {
  return Object.entries(labels(container, `resources.${kind}`)).flatMap(([name, value]) => {
    const number = quantity(value);
    return number === undefined ? [] : [[name, number] as [string, number]];
  });
}

/** A container that runs has more than one may have. */
function limitRange(namespace: string, after: Value, plan: Plan): string | undefined {
  const ranges = list(at(after, 'spec.limits')).filter((one) => at(one, 'type') === 'Container');
  const found = all(plan, ...WORKLOADS)
    .filter((one) => one.namespace === namespace && one.before && one.after)
    .flatMap((one) =>
      podsOf(one).containers.flatMap((container) =>
        sizesOf(container, 'limits').flatMap(([name, value]) => {
          const most = ranges
            .map((range) => quantity(at(range, `max.${name}`)))
            .find((max) => max !== undefined);
          return most !== undefined && value > most
            ? [`${one.name} has ${name} ${rounded(value)}, and may have ${rounded(most)}`]
            : [];
        }),
      ),
    );
  return found.length > 0 ? `refuses pods that run when they start again: ${named(found)}` : undefined;
}
