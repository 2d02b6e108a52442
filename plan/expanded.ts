import type { Value } from './value';

/** A text that is JSON, as what it says. All else as it is. */
export function expanded(value: Value): Value {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}
