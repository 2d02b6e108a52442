import { readFileSync } from 'node:fs';
import { findNodeAtLocation, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { z } from 'zod';
import { ParameterError, type Problem } from './problem';

/**
 * Reads a JSON file and checks it against a schema.
 * @throws ParameterError with every fault of the file, each with line, path, what was found and what is allowed.
 */
export function readDocument<S extends z.ZodType>(file: string, schema: S): Document<z.output<S>> {
  const text = readText(file);
  const value = parse(file, text);
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return { file, text, value: result.data };
  throw new ParameterError(
    result.error.issues.flatMap((issue) => problemsOf(file, text, value, issue, schema)),
  );
}

export interface Document<T> {
  readonly file: string;
  readonly text: string;
  readonly value: T;
}

/** A fault at `path` of a document that was read, for rules that a schema can't hold. */
export function problemAt(
  document: Document<unknown>,
  path: readonly (string | number)[],
  got: string,
  allowed: string,
): Problem {
  return { file: document.file, path: path.join('.'), got, allowed, at: locate(document.text, path) };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    const got = code === 'ENOENT' ? 'no such file' : `a file that can't be read (${code})`;
    throw new ParameterError([{ file, path: '', got, allowed: 'a JSON file of parameters' }]);
  }
}

function parse(file: string, text: string): unknown {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first) {
    const got = `${quote(text.slice(first.offset, first.offset + 12).split('\n')[0])} (${words(printParseErrorCode(first.error))})`;
    const at = position(text, first.offset);
    throw new ParameterError([
      { file, path: '', got, allowed: 'JSON without comments or trailing commas', at },
    ]);
  }
  const twice = duplicateKey(tree);
  if (twice) {
    const at = position(text, twice.offset);
    throw new ParameterError([
      { file, path: twice.key, got: 'the same key twice', allowed: 'each key once', at },
    ]);
  }
  return JSON.parse(text);
}

type JsonNode = NonNullable<ReturnType<typeof parseTree>>;

function duplicateKey(node: JsonNode | undefined): { key: string; offset: number } | undefined {
  const seen = new Set<string>();
  for (const child of node?.children ?? []) {
    const key = child.type === 'property' ? String(child.children?.[0]?.value) : undefined;
    if (key !== undefined && seen.has(key)) return { key, offset: child.offset };
    if (key !== undefined) seen.add(key);
    const deeper = duplicateKey(child);
    if (deeper) return deeper;
  }
  return undefined;
}

function problemsOf(
  file: string,
  text: string,
  value: unknown,
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
): Problem[] {
  const path = issue.path as (string | number)[];
  if (issue.code === 'unrecognized_keys') {
    const allowed = Object.keys(shapeAt(schema, path) ?? {}).filter((key) => key !== '$schema');
    return issue.keys.map((key) => ({
      file,
      path: [...path, key].join('.'),
      got: 'an unknown key',
      allowed: allowed.length > 0 ? allowed.join(', ') : 'no keys',
      at: locate(text, [...path, key]),
    }));
  }
  const found = lookUp(value, path);
  const allowed = allowedAt(schema, path) ?? describe(issue);
  return [
    {
      file,
      path: path.join('.'),
      got: found === undefined ? 'nothing' : quote(found),
      allowed,
      at: locate(text, path),
    },
  ];
}

/** What the schema says is allowed at a path: the nearest documented schema on the way there. */
function allowedAt(schema: z.ZodType, path: readonly (string | number)[]): string | undefined {
  const own = unwrap(schema).meta()?.allowed ?? schema.meta()?.allowed;
  const [key, ...rest] = path;
  if (key === undefined) return own as string | undefined;
  const next = child(schema, key);
  return (next && allowedAt(next, rest)) ?? (own as string | undefined);
}

function shapeAt(schema: z.ZodType, path: readonly (string | number)[]): z.ZodRawShape | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return (unwrap(schema) as Partial<z.ZodObject>).shape;
  const next = child(schema, key);
  return next && shapeAt(next, rest);
}

function child(schema: z.ZodType, key: string | number): z.ZodType | undefined {
  return (unwrap(schema) as Partial<z.ZodObject>).shape?.[key] as z.ZodType | undefined;
}

/** The schema inside `.default()`, `.prefault()` and `.optional()`. */
export function unwrap(schema: z.ZodType): z.ZodType {
  const inner = (schema as Partial<z.ZodOptional<z.ZodType>>).unwrap;
  return inner && schema.type !== 'array' ? unwrap(inner.call(schema)) : schema;
}

function describe(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type'
    ? `${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`
    : issue.message;
}

function lookUp(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (at as Record<string | number, unknown> | undefined)?.[key],
    value,
  );
}

/** Where the value at `path` stands; the nearest enclosing value when it is missing. */
function locate(text: string, path: readonly (string | number)[]): Problem['at'] {
  const root = parseTree(text);
  for (let length = path.length; root && length >= 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node) return position(text, (node.parent?.type === 'property' ? node.parent : node).offset);
  }
  return undefined;
}

function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

const MOST_SHOWN = 80;

function quote(found: unknown): string {
  const json = JSON.stringify(found) ?? 'nothing';
  return json.length > MOST_SHOWN ? `${json.slice(0, MOST_SHOWN)}…` : json;
}

/** `CommaExpected` becomes `comma expected`. */
function words(code: string): string {
  return code.replace(/(?<=[a-z])([A-Z])/g, ' $1').toLowerCase();
}
