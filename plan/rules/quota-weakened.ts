import type { Rule } from '../finding';
import { isKind, NAMESPACES } from '../kubernetes';
import { at, isObject, type Value } from '../value';
import { fromTo } from './setting';

/** A group that grows gets more by and by; what is more than so many times as much was never thought of. */
const TIMES = 2;
const UNITS: Readonly<Record<string, number>> = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

export const quotaWeakened: Rule = {
  id: 'quota-weakened',
  kind: 'exposure',
  finds: 'a namespace loses its quota, one of its limits, or may use more than twice as much',
  judge: (change, plan) => {
    if (!isKind(change, 'resource_quota', 'limit_range')) return undefined;
    if (change.action === 'delete') {
      return plan.deletes(change.was('metadata.0.namespace'), ...NAMESPACES)
        ? undefined
        : 'is deleted: pods of the namespace may use all of the cluster';
    }
    const [before, after] = [hard(change.before), hard(change.after)];
    const found = Object.keys(before).filter((name) => isRaised(before[name], after[name]));
    return found.length > 0
      ? `allows more: ${found.map((name) => `${name} ${fromTo(before[name], after[name])}`).join(', ')}`
      : undefined;
  },
};

function hard(side: Value): Readonly<Record<string, Value>> {
  const limits = at(side, 'spec.0.hard');
  return isObject(limits) ? limits : {};
}

function isRaised(was: Value, will: Value): boolean {
  if (will === undefined || will === null) return true;
  const [before, after] = [quantity(was), quantity(will)];
  return before === 0 ? after > 0 : after > before * TIMES;
}

/** NaN, which is not more than anything, for what is no quantity. Source: Kubernetes, "Quantity". */
function quantity(value: Value): number {
  const [, number, unit] = `${value}`.match(/^([\d.]+)(\w*)$/) ?? [];
  return Number(number) * (UNITS[unit ?? ''] ?? Number.NaN);
}
