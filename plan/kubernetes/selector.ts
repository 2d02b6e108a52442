import { at, canonical, isObject, list, Mark, texts, type Value } from '../value';

/** Whether a selector chooses whatever is asked. What nobody can see may. */
export function isEverything(selector: Value): boolean {
  if (selector instanceof Mark) return true;
  return labels(selector).length === 0 && expressions(selector).length === 0;
}

/** Whether all that a selector chooses another one does as well. */
export function chooses(wide: Value, narrow: Value): boolean {
  if (canonical(wide ?? {}) === canonical(narrow ?? {})) return true;
  if (wide instanceof Mark) return false;
  if (narrow instanceof Mark) return isEverything(wide);
  const asked = new Map(labels(narrow));
  const others = expressions(narrow);
  return (
    labels(wide).every(
      ([key, value]) => asked.get(key) === value || others.some((one) => isOnly(one, key, value)),
    ) &&
    expressions(wide).every(
      (one) => others.some((other) => implies(other, one)) || isMet(one, asked.get(`${at(one, 'key')}`)),
    )
  );
}

/** `app=web, tier in (a, b)`, to be read. */
export function selectorText(selector: Value): string {
  if (selector instanceof Mark) return selector.text;
  return [
    ...labels(selector).map(
      ([key, value]) => `${key}=${typeof value === 'string' ? value : canonical(value)}`,
    ),
    ...expressions(selector).map((one) => {
      const values = texts(at(one, 'values'));
      return `${at(one, 'key')} ${at(one, 'operator')}${values.length > 0 ? ` (${values.join(', ')})` : ''}`;
    }),
  ].join(', ');
}

/**
 * The key under which to keep a selector in an index. Whatever chooses all that another selector does is kept under one of
 * the keys that `chosenBy` returns for that one.
 */
export function keptBy(selector: Value): string {
  const [first] = labels(selector)
    .map(([key, value]) => `${key}=${value}`)
    .sort();
  return first ?? '';
}

export function chosenBy(selector: Value): string[] {
  const own = labels(selector).map(([key, value]) => `${key}=${value}`);
  const only = expressions(selector).flatMap((one) =>
    texts(at(one, 'values')).map((value) => `${at(one, 'key')}=${value}`),
  );
  return ['', ...new Set([...own, ...only])];
}

function labels(selector: Value): [string, Value][] {
  const own = at(selector, 'matchLabels');
  return isObject(own) ? Object.entries(own).filter(([, value]) => value !== null) : [];
}

function expressions(selector: Value): readonly Value[] {
  return list(at(selector, 'matchExpressions'));
}

/** Whether an expression holds for one value of a label. */
function isMet(expression: Value, value: Value): boolean {
  if (typeof value !== 'string') return false;
  const values = texts(at(expression, 'values'));
  switch (at(expression, 'operator')) {
    case 'In':
      return values.includes(value);
    case 'NotIn':
      return !values.includes(value);
    case 'Exists':
      return true;
    default:
      return false;
  }
}

/** Whether whatever meets an expression meets another one. */
function implies(narrow: Value, wide: Value): boolean {
  if (canonical(narrow) === canonical(wide)) return true;
  if (at(narrow, 'key') !== at(wide, 'key')) return false;
  const [has, asked] = [texts(at(narrow, 'values')), texts(at(wide, 'values'))];
  const operators = `${at(narrow, 'operator')} ${at(wide, 'operator')}`;
  switch (operators) {
    case 'In In':
      return has.every((value) => asked.includes(value));
    case 'In Exists':
      return true;
    case 'In NotIn':
      return !has.some((value) => asked.includes(value));
    case 'NotIn NotIn':
      return asked.every((value) => has.includes(value));
    case 'DoesNotExist NotIn':
      return true;
    default:
      return false;
  }
}

function isOnly(expression: Value, key: string, value: Value): boolean {
  const values = texts(at(expression, 'values'));
  return (
    at(expression, 'key') === key &&
    at(expression, 'operator') === 'In' &&
    values.length === 1 &&
    values[0] === value
  );
}
