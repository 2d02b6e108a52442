import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { checkValue, type Path } from './check-value';
import { locate, parseJson, position } from './json';
import { ParameterError, type Problem } from './problem';

/**
 * Reads a JSON file and checks it against a schema.
 * @throws ParameterError with every fault of the file, each with line, path, what was found and what is allowed.
 */
export function readDocument<S extends z.ZodType>(file: string, schema: S): Document<z.output<S>> {
  const text = readText(file);
  const json = parseJson(file, text);
  const { value, problems } = json.isReadable ? checkValue(file, json.value, schema, json) : { problems: [] };
  // Which of two values was meant nobody knows.
  const repeated = json.problems.map(({ path }) => path).filter(Boolean);
  const clear = problems.filter(({ path }) => !repeated.some((one) => `${path}.`.startsWith(`${one}.`)));
  const all = [...json.problems, ...clear];
  if (all.length > 0) throw new ParameterError(all);
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
  const refuse = (got: string, allowed: string, at?: Problem['at']) =>
    new ParameterError([{ file, path: '', got, allowed, at }]);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    const got = code === 'ENOENT' ? 'no such file' : `a file that can't be read (${code})`;
    throw refuse(got, 'a JSON file of parameters');
  }
  const text = bytes.toString('utf8');
  if (Buffer.from(text).equals(bytes)) return text;
  const isWide = bytes.subarray(0, 2).equals(UTF_16) || bytes.subarray(0, 2).equals(UTF_16_BIG);
  if (isWide) throw refuse('a file in UTF-16', UTF_8, { line: 1, column: 1 });
  throw refuse('a character that is not in UTF-8', UTF_8, position(text, text.indexOf('\ufffd')));
}

const UTF_8 = 'a file in UTF-8: save it so in the editor';
/** The byte order marks with which such files begin. */
const UTF_16 = Buffer.from([0xff, 0xfe]);
const UTF_16_BIG = Buffer.from([0xfe, 0xff]);
