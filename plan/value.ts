/** A value of a plan, as far as it may be shown. */
export type Value = undefined | null | boolean | number | string | Mark | readonly Value[] | Values;

export interface Values {
  readonly [name: string]: Value;
}

/** What stands in place of a value. */
export class Mark {
  private constructor(readonly text: string) {}

  /** Only the apply tells. */
  static readonly unknown = new Mark('known after apply');
  static readonly sensitive = new Mark('sensitive');
  static readonly sensitiveChange = new Mark('sensitive, changes');
}

/** As Terraform marks parts of a value: `true` for all of it, else by key or index. */
export type Marks = boolean | undefined | null | readonly Marks[] | { readonly [name: string]: Marks };

/**
 * The values before and after a change, without those that are sensitive, so that no later step can show them. Values
 * that are known only after apply are marked.
 */
export function visible(change: {
  readonly before: unknown;
  readonly after: unknown;
  readonly before_sensitive?: Marks;
  readonly after_sensitive?: Marks;
  readonly after_unknown?: Marks;
}): { readonly before: Value; readonly after: Value } {
  const { before, after, before_sensitive, after_sensitive, after_unknown } = change;
  return {
    before: hide(before, before_sensitive, after_sensitive, () => Mark.sensitive),
    after: hide(withUnknown(after, after_unknown), after_sensitive, before_sensitive, (value, path) =>
      same(value, at(before, path)) ? Mark.sensitive : Mark.sensitiveChange,
    ),
  };
}

/** The part of a value at a path such as `metadata.0.labels`. A key with dots in it is found last: `labels.a.b/c`. */
export function at(value: unknown, path: string | readonly string[]): Value {
  const keys = typeof path === 'string' ? (path === '' ? [] : path.split('.')) : path;
  const [key, ...rest] = keys;
  if (key === undefined) return value as Value;
  if (typeof value !== 'object' || value === null || value instanceof Mark) return undefined;
  if (Object.hasOwn(value, key)) return at((value as Values)[key], rest);
  const joined = keys.join('.');
  return Object.hasOwn(value, joined) ? (value as Values)[joined] : undefined;
}

/** Whether two values are alike. The order of keys does not count. */
export function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** JSON with its keys in order; nulls, as Terraform writes what is not set, are left out. */
export function canonical(value: unknown): string {
  if (value instanceof Mark) return `<${value.text}>`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)
    .join(',')}}`;
}

/** The items of a list, of a block that stands alone, or of nothing. */
export function list(value: Value): readonly Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value as Value];
}

/** The texts in a list. */
export function texts(value: Value): string[] {
  return list(value).filter((item) => typeof item === 'string');
}

export function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Mark);
}

function hide(
  value: unknown,
  marks: Marks,
  others: Marks,
  mark: (value: unknown, path: readonly string[]) => Mark,
  path: readonly string[] = [],
): Value {
  // Sensitive on one side is sensitive on both: what a secret was is as good as what it is.
  if ((marks === true || others === true) && value !== undefined && value !== null) return mark(value, path);
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      hide(item, part(marks, index), part(others, index), mark, [...path, `${index}`]),
    );
  }
  if (!isObject(value)) {
    // Marks for parts of what has none: which part is meant nobody knows.
    const isMeant = value !== undefined && value !== null && !(value instanceof Mark);
    return isMeant && (anyTrue(marks) || anyTrue(others)) ? mark(value, path) : (value as Value);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      hide(item, part(marks, key), part(others, key), mark, [...path, key]),
    ]),
  );
}

/** Marks of a list or an object count for its parts. */
function part(marks: Marks, key: string | number): Marks {
  if (typeof marks !== 'object' || marks === null) return marks;
  return (marks as Record<string | number, Marks>)[key];
}

function withUnknown(value: unknown, marks: Marks): unknown {
  if (marks === true) return Mark.unknown;
  if (typeof marks !== 'object' || marks === null || !anyTrue(marks)) return value;
  if (Array.isArray(marks)) {
    const items = Array.isArray(value) ? value : [];
    return Array.from({ length: Math.max(items.length, marks.length) }, (_, index) =>
      withUnknown(items[index], marks[index]),
    );
  }
  const parts = isObject(value) ? value : {};
  const unknown = Object.entries(marks).filter(([, mark]) => anyTrue(mark));
  return {
    ...parts,
    ...Object.fromEntries(unknown.map(([key, mark]) => [key, withUnknown(parts[key], mark)])),
  };
}

function anyTrue(marks: Marks): boolean {
  return typeof marks === 'object' && marks !== null ? Object.values(marks).some(anyTrue) : marks === true;
}
