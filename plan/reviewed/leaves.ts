import { expanded } from '../expanded';
import { at, canonical, isObject, Mark, type Value } from '../value';

/** A value as text, by which two of them are compared: JSON with its keys in order, or a mark such as `<known after apply>`. */
export type Leaf = string;

export const UNKNOWN: Leaf = canonical(Mark.unknown);

/**
 * The smallest parts of a value by their paths, such as `ingress.0.cidr_blocks.0`. A text that is JSON has the parts of
 * what it says, so that the order of keys, and blanks, do not count. What is not set is left out.
 */
export function leaves(value: Value, path = '', found = new Map<string, Leaf>()): Map<string, Leaf> {
  if (value === undefined || value === null) return found;
  const whole = expanded(value);
  const parts = Array.isArray(whole) || isObject(whole) ? Object.entries(whole) : [];
  if (parts.length === 0) found.set(path, canonical(whole));
  for (const [key, part] of parts) leaves(part as Value, path === '' ? key : `${path}.${key}`, found);
  return found;
}

/** A path, and those of all that it is a part of, the longest first. */
export function andAbove(path: string): string[] {
  const keys = path.split('.');
  return keys.map((_, index) => keys.slice(0, keys.length - index).join('.'));
}

/**
 * What the code says of the part at a path, or of what that is a part of; undefined where it leaves it to AWS. A block that
 * stands alone is a list in a plan, and none where it is written.
 */
export function writtenAt(own: Value, path: readonly string[]): Value {
  const [key, ...rest] = path;
  if (key === undefined || typeof own === 'string') return own;
  if (key === '0' && isObject(own)) return writtenAt(own, rest);
  return isObject(own) || Array.isArray(own) ? writtenAt(at(own, [key]), rest) : undefined;
}
