import { at, canonical, isObject, type Value } from '../value';

/** The same item of a list before and after a change: undefined where it is not there. */
export interface Pair {
  readonly was: Value;
  readonly will: Value;
}

/** What an item is about, by the first of these that every item has. */
const SUBJECTS = [
  ['name'],
  ['rule_name'],
  ['id'],
  ['key'],
  ['role'],
  ['type'],
  ['log_type'],
  ['arn'],
  ['origin_id'],
  ['path_pattern'],
  ['device_name'],
  ['attribute_name'],
  ['region', 'region_name'],
  ['service'],
] as const;

/**
 * Pairs the items of two lists by what they are about: by `subject`, else by a name that all of them have, else first
 * those that are alike and then the others in their order. The order of a list alone says nothing.
 */
export function pairs(
  before: readonly Value[],
  after: readonly Value[],
  subject?: (item: Value) => string | undefined,
): Pair[] {
  if (before.length <= 1 && after.length <= 1) return [{ was: before[0], will: after[0] }];
  const bySubject = subject ?? named([...before, ...after]);
  if (!bySubject) return byLikeness(before, after);
  const left = new Map<string | undefined, Value[]>();
  for (const item of after) {
    add(left, bySubject(item), item);
  }
  const paired = before.map((was) => ({ was, will: left.get(bySubject(was))?.shift() }));
  return [...paired, ...[...left.values()].flat().map((will) => ({ was: undefined, will }))];
}

function named(items: readonly Value[]): ((item: Value) => string) | undefined {
  if (!items.every(isObject)) return undefined;
  const paths = SUBJECTS.find((paths) =>
    items.every((item) => paths.some((path) => ['string', 'number'].includes(typeof at(item, path)))),
  );
  return paths && ((item) => `${paths.map((path) => at(item, path) ?? '').join(' ')}`);
}

function byLikeness(before: readonly Value[], after: readonly Value[]): Pair[] {
  const left = new Map<string, Value[]>();
  for (const item of after) add(left, canonical(item), item);
  const alike = before.map((was) => ({ was, will: left.get(canonical(was))?.shift() }));
  const rest = after.filter((item) => {
    const others = left.get(canonical(item)) ?? [];
    const index = others.indexOf(item);
    return index >= 0 && others.splice(index, 1).length > 0;
  });
  const paired = alike.map(({ was, will }) => ({ was, will: will ?? rest.shift() }));
  return [...paired, ...rest.map((will) => ({ was: undefined, will }))];
}

function add<Key>(items: Map<Key, Value[]>, key: Key, item: Value): void {
  const some = items.get(key);
  if (some) some.push(item);
  else items.set(key, [item]);
}
