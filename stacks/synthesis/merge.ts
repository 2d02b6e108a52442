import { Tokenization } from 'cdktf';

export type Json = Record<string, unknown>;

/**
 * Merges a part of a stack into the rest, as CDKTF does: objects by key, arrays one after the other, anything else in
 * place of what was there. What is undefined is removed.
 */
export function merge(target: Json, part: Json): void {
  for (const [key, value] of Object.entries(part)) {
    const before = target[key];
    if (value === undefined) delete target[key];
    else if (Array.isArray(before) && Array.isArray(value)) target[key] = [...before, ...value];
    else if (isObject(before) && isObject(value) && !Array.isArray(value)) merge(before, value);
    else target[key] = value;
  }
}

/** An array is one too: an override such as `provider.aws.0.region` names an item by its index. */
function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Tokenization.isResolvable(value);
}
