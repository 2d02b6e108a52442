import { expanded } from '../expanded';
import { at, canonical, isObject, list, type Value } from '../value';

/** Whether two filters, as JSON, let through the same. */
export const isSame = (was: Value, will: Value) =>
  canonical(expanded(was) ?? null) === canonical(expanded(will) ?? null);

/** Whether a filter of events or messages has all that the one before had, with as many values or more. */
export function passesMore(was: Value, will: Value): boolean {
  return isWider(expanded(was) ?? null, expanded(will) ?? null);
}

function isWider(before: Value, after: Value): boolean {
  if (!isObject(before) || !isObject(after)) return false;
  return Object.entries(after).every(([key, values]) => {
    const earlier = at(before, [key]);
    if (isObject(values)) return isWider(earlier, values);
    const known = new Set(list(values).map(canonical));
    return Array.isArray(earlier) && earlier.every((one) => known.has(canonical(one)));
  });
}
