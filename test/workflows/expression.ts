/** What an expression of GitHub Actions can read: `github`, `vars`, `inputs`, `steps`, `needs`. */
export type Contexts = Readonly<Record<string, unknown>>;

const PATH = /\b(?:github|vars|inputs|steps|needs)(?:\.[\w*-]+)+/g;

/**
 * Evaluates an expression, as far as the project's workflows use them. What is not there is the empty text, as GitHub
 * compares it.
 */
export function evaluate(expression: string, contexts: Contexts): unknown {
  const script = expression.replace(PATH, (path) => `read(${JSON.stringify(path)})`);
  const functions = {
    read: (path: string) => read(contexts, path.split('.')) ?? '',
    contains: (list: unknown, value: unknown) => Array.isArray(list) && list.includes(value),
    cancelled: () => false,
  };
  return new Function(...Object.keys(functions), `return ${script}`)(...Object.values(functions));
}

/** A text with expressions in it. */
export function interpolate(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.+?)\}\}/g, (_, expression) => `${evaluate(expression, contexts)}`);
}

/** A condition, which may stand without its braces. */
export function holds(condition: string | undefined, contexts: Contexts): boolean {
  if (condition === undefined) return true;
  return Boolean(evaluate(condition.replace(/^\$\{\{(.+)\}\}$/s, '$1'), contexts));
}

function read(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (key === '*') return Array.isArray(value) ? value.map((item) => read(item, rest)) : [];
  return typeof value === 'object' && value !== null ? read((value as Contexts)[key], rest) : undefined;
}
