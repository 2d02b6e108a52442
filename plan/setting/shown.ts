import { expanded } from '../expanded';
import { canonical, Mark, type Value } from '../value';
import { isSet } from './order';

/** `7 → 3`. */
export const fromTo = (was: Value, will: Value) => `${shown(was)} → ${shown(will)}`;

export function shown(value: Value): string {
  if (value instanceof Mark) return value.text;
  if (!isSet(value)) return 'none';
  return typeof value === 'string' ? compact(value) : JSON.stringify(value);
}

/** JSON in the same words, however it was written: an approval is for what a reason says. */
function compact(text: string): string {
  const whole = expanded(text);
  return typeof whole === 'string' ? whole : canonical(whole);
}
