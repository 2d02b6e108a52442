/** A synthesized stack as one value for each attribute, by address and path. */
export type Flat = ReadonlyMap<string, string>;

/**
 * Flattens synthesized JSON. Policies and other JSON in strings are opened, so that a difference in one
 * statement is one difference. CDKTF's own metadata is left out.
 */
export function flatten(stack: object): Flat {
  const flat = new Map<string, string>();
  for (const [block, content] of Object.entries(stack)) {
    if (block === '//') continue;
    if (block !== 'resource') walk(content, block, flat);
    else {
      for (const [type, resources] of Object.entries(content as object)) {
        for (const [id, attributes] of Object.entries(resources)) {
          walk(attributes, `${type}.${id}`, flat);
        }
      }
    }
  }
  return flat;
}

/** What stands between a resource's address and the path of an attribute. */
export const SEPARATOR = ' ';

function walk(value: unknown, at: string, flat: Map<string, string>): void {
  const opened = open(value);
  if (typeof opened !== 'object' || opened === null) {
    flat.set(at, JSON.stringify(opened));
    return;
  }
  for (const [key, below] of Object.entries(opened)) {
    if (key === '//') continue;
    walk(below, at.includes(SEPARATOR) ? `${at}.${key}` : `${at}${SEPARATOR}${key}`, flat);
  }
}

function open(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
