import type { Change } from '../../../change';
import type { Plan } from '../../../plan';
import { isObject, list, type Value } from '../../../value';
import { amount, named, oncePer, word } from '../outage';
import { all, field, isExempt, isLost, items, objectOf } from './object';
import { quantity } from './quantity';
import { podsOf, WORKLOADS } from './workloads';

/** Why pods that run, or others of them, are refused. */
export function quotaTooSmall(change: Change, plan: Plan): string | undefined {
  const object = objectOf(change);
  if (!object || isExempt(object, plan)) return undefined;
  if (object.kind === 'priorityclass')
    return isLost(object, plan) ? 'is deleted: pods that name it are refused' : undefined;
  if (!object.after) return undefined;
  if (object.kind === 'limitrange') return limitRange(object.namespace, object.after, plan);
  if (object.kind !== 'resourcequota') return undefined;
  const [was, will] = [hard(object.before), hard(object.after)];
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

function hard(side: Value): Readonly<Record<string, Value>> {
  const limits = field(side, 'spec.hard');
  const whole = Array.isArray(limits) ? limits[0] : limits;
  return isObject(whole) ? whole : {};
}

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
    const number = amount(field(one.before, 'spec.replicas')) ?? amount(replicas);
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
  const found = field(container, `resources.${kind}`);
  const whole = Array.isArray(found) ? found[0] : found;
  return isObject(whole)
    ? Object.entries(whole).flatMap(([name, value]) => {
        const number = quantity(value);
        return number === undefined ? [] : [[name, number] as [string, number]];
      })
    : [];
}

/** A container that runs has more than one may have. */
function limitRange(namespace: string, after: Value, plan: Plan): string | undefined {
  const ranges = items(after, 'spec.limits', 'limit').filter((one) => field(one, 'type') === 'Container');
  const found = all(plan, ...WORKLOADS)
    .filter((one) => one.namespace === namespace && one.before && one.after)
    .flatMap((one) =>
      podsOf(one).containers.flatMap((container) =>
        sizesOf(container, 'limits').flatMap(([name, value]) => {
          const most = ranges
            .map((range) => quantity(list(field(range, `max.${name}`))[0]))
            .find((max) => max !== undefined);
          return most !== undefined && value > most
            ? [`${one.name} has ${name} ${rounded(value)}, and may have ${rounded(most)}`]
            : [];
        }),
      ),
    );
  return found.length > 0 ? `refuses pods that run when they start again: ${named(found)}` : undefined;
}
