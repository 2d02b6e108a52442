import { applyEdits, findNodeAtLocation, modify, type Node, parse, parseTree } from 'jsonc-parser';

/** JSON with another value at a path, or without it where that is undefined. All else stays as it is written. */
export function withValue(text: string, path: readonly string[], value: unknown): string {
  const tree = parseTree(text)!;
  const found = findNodeAtLocation(tree, [...path]);
  if (value === undefined) return found ? applyEdits(text, modify(text, [...path], undefined, {})) : text;
  if (found) return replaced(text, found.offset, found.offset + found.length, written(value));
  const [key = '', ...rest] = path.slice(depthOf(tree, path));
  const nested = rest.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  const parent = findNodeAtLocation(tree, path.slice(0, path.length - rest.length - 1))!;
  return withMember(text, parent, `${JSON.stringify(key)}: ${written(nested)}`);
}

/** How much of a path is there. */
function depthOf(tree: Node, path: readonly string[]): number {
  const missing = path.findIndex((_, index) => !findNodeAtLocation(tree, path.slice(0, index + 1)));
  return missing < 0 ? path.length : missing;
}

/** As the last one of an object. */
function withMember(text: string, object: Node, member: string): string {
  const last = object.children?.at(-1);
  const end = object.offset + object.length;
  if (!last) return replaced(text, object.offset, end, `{ ${member} }`);
  const isOfLines = text.slice(object.offset, end).includes('\n');
  const line = text.lastIndexOf('\n', last.offset) + 1;
  const newLine = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = isOfLines ? `${newLine}${/^[ \t]*/.exec(text.slice(line))![0]}` : ' ';
  const place = last.offset + last.length;
  return replaced(text, place, place, `,${indent}${member}`);
}

/** In one line, with spaces, as parameter files have it. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${written(member)}`);
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}';
}

function replaced(text: string, from: number, to: number, by: string): string {
  return `${text.slice(0, from)}${by}${text.slice(to)}`;
}

/** What stands at a path. Undefined: nothing. */
export function valueAt(text: string, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key],
    parse(text),
  );
}
