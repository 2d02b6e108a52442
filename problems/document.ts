import { readFileSync } from 'node:fs';
import { findNodeAtLocation, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { z } from 'zod';
import { checkValue, type Path, quote } from './check-value';
import { ParameterError, type Problem } from './problem';

/**
 * Reads a JSON file and checks it against a schema.
 * @throws ParameterError with every fault of the file, each with line, path, what was found and what is allowed.
 */
export function readDocument<S extends z.ZodType>(file: string, schema: S): Document<z.output<S>> {
  const text = readText(file);
  const raw = parse(file, text);
  const { value, problems } = checkValue(file, raw, schema, (path) => locate(text, path));
  if (problems.length > 0) throw new ParameterError(problems);
  return { file, text, value: value as z.output<S> };
}

export interface Document<T> {
  readonly file: string;
  readonly text: string;
  readonly value: T;
}

/** A fault at `path` of a document that was read, for rules that a schema can't hold. */
export function problemAt(document: Document<unknown>, path: Path, got: string, allowed: string): Problem {
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

/** Where the value at `path` stands; the nearest enclosing value when it is missing. */
export function locate(text: string, path: Path): Problem['at'] {
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

/** `CommaExpected` becomes `comma expected`. */
function words(code: string): string {
  return code.replace(/(?<=[a-z])([A-Z])/g, ' $1').toLowerCase();
}
