import type { Rule } from '../finding';
import type { PlannedObject } from '../kubernetes/object';
import { isWithNamespace, type ObjectChange, objectChanges } from '../kubernetes/objects';
import { quantity } from '../kubernetes/quantity';
import { fromTo } from '../setting/shown';
import { at, canonical, isObject, list, Mark, type Value } from '../value';

/** A group that grows gets more by and by; what is more than so many times as much was never thought of. */
const TIMES = 2;

export const quotaWeakened: Rule = {
  id: 'quota-weakened',
  kind: 'exposure',
  finds: 'a namespace loses its quota, one of its limits, or may use more than twice as much',
  judge: (change, plan) =>
    objectChanges(change, plan).flatMap((object) => {
      const { before, after } = object;
      if (!before || !['ResourceQuota', 'LimitRange'].includes(before.kind)) return [];
      if (after) return raised(object);
      const free =
        before.kind === 'LimitRange'
          ? 'a container of the namespace may use as much as it asks for'
          : 'pods of the namespace may use all of the cluster';
      return isWithNamespace(before, plan) ? [] : [`is deleted: ${free}`];
    }),
};

function raised({ before, after }: ObjectChange): string[] {
  const [was, will] = [limitsOf(before!), limitsOf(after!)];
  const more = [...was].filter(([name, value]) => isRaised(value, will.get(name)));
  const scope = ({ body }: PlannedObject) =>
    canonical([at(body, 'spec.scopes'), at(body, 'spec.scopeSelector')]);
  const isNarrower = before!.kind === 'ResourceQuota' && scope(after!) !== scope(before!);
  return [
    ...(more.length > 0
      ? [`allows more: ${more.map(([name, value]) => `${name} ${fromTo(value, will.get(name))}`).join(', ')}`]
      : []),
    ...(isNarrower ? ['counts other pods than before (scopes)'] : []),
  ];
}

/** Each limit by a name of its own: of a range, with whose it is. */
function limitsOf({ kind, body }: PlannedObject): Map<string, Value> {
  if (kind === 'ResourceQuota') return new Map(entries(at(body, 'spec.hard')));
  const found = list(at(body, 'spec.limits')).flatMap((limit) =>
    ['max', 'default', 'maxLimitRequestRatio'].flatMap((what) => {
      // Kubernetes fills a default that nobody has written with the most.
      const all = { ...(what === 'default' ? values(limit, 'max') : {}), ...values(limit, what) };
      return Object.entries(all).map(([name, value]): [string, Value] => [
        `${what} ${name} of a ${at(limit, 'type')}`,
        value,
      ]);
    }),
  );
  return new Map(found);
}

const values = (limit: Value, what: string) => Object.fromEntries(entries(at(limit, what)));

function entries(value: Value): [string, Value][] {
  return isObject(value) ? Object.entries(value).filter(([, part]) => part !== null) : [];
}

function isRaised(was: Value, will: Value): boolean {
  if (will === undefined || will === null || will instanceof Mark) return !(was instanceof Mark);
  const [before, after] = [quantity(was), quantity(will)];
  if (before === undefined || after === undefined) return false;
  return before === 0 ? after > 0 : after > before * TIMES;
}
