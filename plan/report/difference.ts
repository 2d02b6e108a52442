import type { Change } from '../change';
import { expanded } from '../expanded';
import { canonical, isObject, Mark, same, type Value } from '../value';

/** Longer values are cut: who wants to see all of one looks at the code. */
const LONGEST = 160;
/** What is shown of a cut text before it differs. */
const LEAD = 40;
/** Keys that tell the items of a list apart. */
const KEYS = ['name', 'Sid', 'id', 'key', 'device_name', 'container_port', 'port', 'sid'];

/** How a resource differs afterwards: lines with `-` and `+` in front, by path. */
export function difference({ before, after }: Pick<Change, 'before' | 'after'>): string[] {
  const lines = compare('', expanded(before), expanded(after));
  // With default tags every tag stands there twice.
  const own = lines.map((line) => line.slice(2)).filter((line) => line.startsWith('tags.'));
  return lines.filter(
    (line) => !own.includes(line.slice(2).replace(/^tags_all\./, 'tags.')) || !/^. tags_all\./.test(line),
  );
}

function compare(path: string, before: Value, after: Value): string[] {
  if (same(before, after) || (isEmpty(before) && isEmpty(after))) return [];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      compare(path ? `${path}.${key}` : key, expanded(before[key]), expanded(after[key])),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(path, before, after);
  const start = firstDifference(before, after);
  return [...line('-', path, before, start), ...line('+', path, after, start)];
}

function compareLists(path: string, before: readonly Value[], after: readonly Value[]): string[] {
  if (before.length === 1 && after.length === 1)
    return compare(path, expanded(before[0]), expanded(after[0]));
  const byKey = [keyed(before), keyed(after)];
  if (byKey[0] && byKey[1]) return compare(path, byKey[0], byKey[1]);
  if (before.length === after.length && [...before, ...after].every(hasParts)) {
    return before.flatMap((item, index) => compare(`${path}.${index}`, item, after[index]));
  }
  const missing = (items: readonly Value[], others: readonly Value[]) =>
    items.filter((item) => !others.some((other) => same(item, other)));
  const gone = missing(before, after).flatMap((item) => line('-', path, item));
  const come = missing(after, before).flatMap((item) => line('+', path, item));
  return gone.length + come.length > 0 ? [...gone, ...come] : [`! ${path}: in another order`];
}

/** The items of a list by what tells them apart; undefined when nothing does. */
function keyed(items: readonly Value[]): Record<string, Value> | undefined {
  if (!items.every(isObject)) return undefined;
  const key = KEYS.find((name) => {
    const values = items.map((item) => (item as Record<string, Value>)[name]);
    const isKey = values.every(
      (value) => (typeof value === 'string' && value !== '') || typeof value === 'number',
    );
    return isKey && new Set(values).size === items.length;
  });
  return key
    ? Object.fromEntries(items.map((item) => [`${(item as Record<string, Value>)[key]}`, item]))
    : undefined;
}

/** Where two long texts begin to differ, with a few words before: what is cut must not be the difference. */
function firstDifference(before: Value, after: Value): number {
  if (typeof before !== 'string' || typeof after !== 'string') return 0;
  const [one, other] = [flat(before), flat(after)];
  let index = 0;
  while (index < one.length && one[index] === other[index]) index += 1;
  return Math.max(one.length, other.length) > LONGEST ? Math.max(0, index - LEAD) : 0;
}

function line(sign: '-' | '+', path: string, value: Value, start = 0): string[] {
  if (isEmpty(value)) return [];
  return [`${sign} ${path}: ${shown(value, start)}`];
}

/** Terraform writes one for the other where there is nothing. */
function isEmpty(value: Value): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (value instanceof Mark || typeof value !== 'object') return false;
  return Object.keys(value).length === 0;
}

function shown(value: Value, start: number): string {
  if (value instanceof Mark) return `(${value.text})`;
  const text = flat(typeof value === 'string' ? value : canonical(value));
  if (text.length <= LONGEST) return text;
  const end = start + LONGEST;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''} (${text.length} characters)`;
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function hasParts(value: Value): boolean {
  return isObject(value) || Array.isArray(value);
}
