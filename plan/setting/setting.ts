import type { Change } from '../change';
import type { Plan } from '../plan';
import { at, isObject, list, Mark, type Value } from '../value';
import { type Order, taken } from './order';
import { pairs } from './pairs';
import { earlier } from './predecessor';

/** An attribute that must not get weaker. */
export interface Setting {
  readonly types: readonly string[];
  /** Such as `rule.0.days`. `*` stands for each item of a list: `origin.*.origin_ssl_protocols`. */
  readonly path: string;
  /** What is stronger: one of plan/setting/order.ts. It sees marks as well. */
  readonly isWeaker: Order;
  /** What it then is, in words that follow the address. */
  readonly says: string | ((was: Value, will: Value) => string);
  /** Whether a resource may not be made with that value either. Default: made as one likes. */
  readonly isBad?: (value: Value) => boolean;
  /** What the provider, or AWS, takes where nothing is set. Default: nothing. */
  readonly absent?: Value;
  /** When another attribute of the resource as it is afterwards makes it good all the same. */
  readonly unless?: (after: Value) => boolean;
  /** What an item of the list is about. Default: its name. */
  readonly subject?: (item: Value) => string | undefined;
}

/** A value before and after, and where it is. */
interface Leaf {
  readonly was: Value;
  readonly will: Value;
  /** In the resource as it is afterwards. */
  readonly path: string;
  /** Of the item of a list that it is in; it was not there before when `isNew`. */
  readonly item?: string;
  readonly isNew: boolean;
}

/**
 * Why a change weakens one of the settings. What is made anew is compared with what it replaces: in its own place, or
 * (with a plan) under another address.
 */
export function weakened(change: Change, settings: readonly Setting[], plan?: Plan): string[] {
  if (change.goes) return [];
  return settings
    .filter(({ types, unless }) => types.includes(change.type) && !unless?.(change.after))
    .flatMap((setting) => weakenedBy(change, setting, plan));
}

function weakenedBy(change: Change, setting: Setting, plan?: Plan): string[] {
  const before = plan ? earlier(change, plan) : change.stays ? change.before : undefined;
  return leaves(before, change.after, setting).flatMap((leaf) => {
    if (leaf.will === Mark.sensitive) return []; // It is what it was.
    const isNew = leaf.isNew || before === undefined;
    const was = leaf.was ?? setting.absent;
    const will = told(change, leaf.path, leaf.will, isNew ? undefined : was, setting.absent);
    const isFound = isNew ? (setting.isBad?.(will) ?? false) : isWeakened(setting.isWeaker, was, will);
    if (!isFound) return [];
    const words = typeof setting.says === 'string' ? setting.says : setting.says(was, will);
    return [`${leaf.item ? `${leaf.item} ` : ''}${words}${untold(leaf.path, will)}`];
  });
}

/** Of what is sensitive on both sides nobody sees which is stronger. That there is something is seen. */
export function isWeakened(isWeaker: Order, was: Value, will: Value): boolean {
  return was instanceof Mark ? will instanceof Mark && isWeaker !== taken : isWeaker(was, will);
}

/** What counts as the value afterwards: a mark only when the worst has to be thought. */
export function told(change: Change, path: string, value: Value, was: Value, absent: Value): Value {
  if (value !== Mark.unknown) return value ?? absent;
  const text = change.will(path);
  // Undefined where a part that it is in is not known as a whole.
  if (text !== Mark.unknown && text !== undefined) return typeof text === 'string' ? text : value;
  if (change.writes(path)) return value;
  // AWS chooses: for what is new as ever, for what stays what it was.
  if (change.action === 'create') return absent;
  return change.isWritten ? (change.action === 'replace' ? (absent ?? was) : was) : value;
}

/** What a reader has to know of a value that the plan does not tell. */
export function untold(path: string, value: Value): string {
  return value instanceof Mark ? ` (${path.replace(/\.\d+(?=\.|$)/g, '')} is ${value.text})` : '';
}

function leaves(before: Value, after: Value, { path, subject }: Setting): Leaf[] {
  const [head, tail] = path.split(/\.\*\.(.*)/s, 2);
  if (tail === undefined) {
    return [{ was: partOf(before, path), will: partOf(after, path), path, isNew: false }];
  }
  const [was, will] = [partOf(before, head!), partOf(after, head!)];
  if (will instanceof Mark) return [{ was: list(was)[0], will, path: head!, isNew: false }];
  const items = list(will);
  return pairs(list(was), items, subject)
    .filter(({ will: item }) => item !== undefined)
    .map((pair) => ({
      was: partOf(pair.was, tail),
      will: partOf(pair.will, tail),
      path: `${head}.${items.indexOf(pair.will)}.${tail}`,
      item: nameOf(pair.will),
      isNew: pair.was === undefined,
    }));
}

function nameOf(item: Value): string | undefined {
  if (!isObject(item)) return undefined;
  const name = item.name ?? item.rule_name ?? item.id ?? item.origin_id ?? item.path_pattern;
  return typeof name === 'string' ? name : undefined;
}

/** As `at`; of what is marked, every part is. */
export function partOf(value: Value, path: string): Value {
  const keys = path.split('.');
  const marked = keys.findIndex((_, index) => at(value, keys.slice(0, index + 1)) instanceof Mark);
  return marked < 0 ? at(value, path) : at(value, keys.slice(0, marked + 1));
}

export const isOn = (value: Value) => value === true || value instanceof Mark;
export const isOff = (value: Value) => value === false || value instanceof Mark;
