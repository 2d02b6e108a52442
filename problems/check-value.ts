import { z } from 'zod';
import { likely } from './likely';
import type { Problem } from './problem';
import { suggest, suggestVersion } from './suggest';
import { showInvisible, unusualIn } from './unusual';

// A schema reads a value or three, and compiling it takes longer than that saves.
z.config({ jitless: true });

export type Path = readonly (string | number)[];

/** The file in which a value stands. */
export interface Source {
  /** Line and column of a path. */
  readonly at?: (path: Path) => Problem['at'];
  /** The text of a value, which for a number such as 17.10 tells more than the value. */
  readonly source?: (path: Path) => string | undefined;
}

/** Checks what a file holds against a schema: the value with every default filled in, or all that is wrong with it. */
export function checkValue<S extends z.ZodType>(
  file: string,
  value: unknown,
  schema: S,
  { at, source }: Source = {},
): { readonly value?: z.output<S>; readonly problems: Problem[] } {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, problems: [] };
  const problems = result.error.issues.flatMap((issue) =>
    faultsOf(value, issue, schema, source).map(({ path, ...fault }) => ({
      file,
      path: path.join('.'),
      ...fault,
      at: at?.(path),
    })),
  );
  return { problems };
}

interface Fault extends Pick<Problem, 'got' | 'allowed'> {
  readonly path: Path;
}

function faultsOf(
  value: unknown,
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  source: Source['source'],
): Fault[] {
  const path = issue.path as (string | number)[];
  if (issue.code === 'unrecognized_keys') {
    const allowed = Object.keys(shapeAt(schema, path) ?? {}).filter((key) => key !== '$schema');
    return issue.keys.map((key) => ({
      path: [...path, key],
      got: `an unknown key${unusual(key)}${suggest(key, allowed)}`,
      allowed: allowed.length > 0 ? allowed.join(', ') : 'no keys',
    }));
  }
  if (issue.code === 'invalid_key') {
    const name = String(path.at(-1));
    const got = `the name ${quote(name)}${unusual(name)}`;
    return [{ path, got, allowed: allowedKey(schema, path) ?? issue.message }];
  }
  const found = lookUp(value, path);
  const text = typeof found === 'number' ? source?.(path) : undefined;
  const got = found === undefined ? 'nothing' : `${text ?? quote(found)}${unusual(found)}`;
  const allowed = allowedAt(schema, path) ?? describe(issue, shapeAt(schema, path));
  return [
    {
      path,
      got: `${got}${didYouMean(found, text, schemaAt(schema, path))}`,
      allowed: `${allowed}${quotes(issue, found)}`,
    },
  ];
}

/** ` with a zero-width space (U+200B)` where a text has something that can't be told by looking at it. */
export function unusual(found: unknown): string {
  const names = typeof found === 'string' ? unusualIn(found).map(({ name }) => name) : [];
  return names.length > 0 ? ` with ${[...new Set(names)].join(', ')}` : '';
}

/** `, did you mean "10.0.0.0/16"?` where the schema takes a value that is near, else nothing. */
function didYouMean(found: unknown, text: string | undefined, schema: z.ZodType | undefined): string {
  if (!schema) return '';
  const takesLists = schema instanceof z.ZodArray;
  const meant = likely(found, text).find(
    (value) => Array.isArray(value) === takesLists && schema.safeParse(value).success,
  );
  if (meant !== undefined) return `, did you mean ${quote(meant)}?`;
  if (typeof found !== 'string') return '';
  const all = choices(schema);
  const areVersions = all.length > 0 && all.every((one) => VERSION.test(one));
  return areVersions && VERSION.test(found) ? suggestVersion(found, all) : suggest(found, all);
}

const VERSION = /^v?\d+(\.\d+)+(-[a-z]+\.\d+)?$/;

/** The texts that a schema chooses from. */
function choices(schema: z.ZodType): string[] {
  const all =
    schema instanceof z.ZodEnum ? schema.options : schema instanceof z.ZodLiteral ? schema.values : [];
  return [...all].filter((choice) => typeof choice === 'string');
}

/** What to do about quotes that are missing, or too many. */
function quotes(issue: z.core.$ZodIssue, found: unknown): string {
  const wanted =
    issue.code === 'invalid_type'
      ? [issue.expected === 'int' ? 'number' : issue.expected]
      : issue.code === 'invalid_value'
        ? issue.values.map((value) => typeof value)
        : [];
  const wants = (type: string) => wanted.length > 0 && wanted.every((one) => one === type);
  if (wants('string') && ['number', 'boolean'].includes(typeof found)) return ', in quotes';
  const isText = typeof found === 'string' && /^\s*(-?\d+(\.\d+)?|true|false)\s*$/i.test(found);
  return isText && (wants('number') || wants('boolean')) ? ', without quotes' : '';
}

/** What the schema says is allowed at a path: the nearest documented schema on the way there. */
function allowedAt(schema: z.ZodType, path: Path): string | undefined {
  const own = unwrap(schema).meta()?.allowed ?? schema.meta()?.allowed;
  const [key, ...rest] = path;
  if (key === undefined) return own as string | undefined;
  const next = child(schema, key);
  return (next && allowedAt(next, rest)) ?? (own as string | undefined);
}

/** What the record that holds the last key of a path says of its keys. */
function allowedKey(schema: z.ZodType, path: Path): string | undefined {
  const record = schemaAt(schema, path.slice(0, -1)) as Partial<z.ZodRecord> | undefined;
  const allowed = (record?.keyType as z.ZodType | undefined)?.meta()?.allowed;
  return (allowed as string | undefined) ?? allowedAt(schema, path.slice(0, -1));
}

/** Of a union, the shape of its one object. */
function shapeAt(schema: z.ZodType, path: Path): z.ZodRawShape | undefined {
  const found = schemaAt(schema, path);
  const shapes = (found ? optionsOf(found) : []).map((one) => (one as Partial<z.ZodObject>).shape);
  return shapes.find((shape) => shape !== undefined);
}

function optionsOf(schema: z.ZodType): z.ZodType[] {
  return schema instanceof z.ZodUnion ? (schema.options as z.ZodType[]) : [schema];
}

function schemaAt(schema: z.ZodType, [key, ...rest]: Path): z.ZodType | undefined {
  if (key === undefined) return unwrap(schema);
  const next = child(schema, key);
  return next && schemaAt(next, rest);
}

/** The schema of a member: of an object by its key, of a list or a record whichever it is, of a union in its object. */
function child(schema: z.ZodType, key: string | number): z.ZodType | undefined {
  const parent = unwrap(schema);
  if (parent instanceof z.ZodArray) return parent.element as z.ZodType;
  if (parent instanceof z.ZodRecord) return parent.valueType as z.ZodType;
  return shapeAt(parent, [])?.[key] as z.ZodType | undefined;
}

/** The schema inside `.default()`, `.prefault()` and `.optional()`. */
export function unwrap(schema: z.ZodType): z.ZodType {
  const inner = (schema as Partial<z.ZodOptional<z.ZodType>>).unwrap;
  return inner && schema.type !== 'array' ? unwrap(inner.call(schema)) : schema;
}

function describe(issue: z.core.$ZodIssue, shape: z.ZodRawShape | undefined): string {
  if (issue.code !== 'invalid_type') return issue.message;
  const type = `${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
  return shape ? `${type} with ${Object.keys(shape).join(', ')}` : type;
}

function lookUp(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (at as Record<string | number, unknown> | undefined)?.[key],
    value,
  );
}

const MOST_SHOWN = 80;

/** A value as it stands in a message. */
export function quote(found: unknown): string {
  const json = showInvisible(JSON.stringify(found) ?? 'nothing');
  return json.length > MOST_SHOWN ? `${json.slice(0, MOST_SHOWN)}…` : json;
}
