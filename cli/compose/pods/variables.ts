import { literal } from '../file';
import type { WrittenVariable } from './objects';

const REFERENCE = /\$\$|\$\(([A-Za-z_][\w.-]*)\)/g;

/**
 * The variables of a container in Compose's words: one that stands in a secret is taken from the file `.env`, and
 * `$(NAME)` is filled in, as Kubernetes does.
 * @param resolve fills in references of Terraform.
 * @param secret refers to a value of `.env`, `${NAME}`.
 */
export function variablesOf(
  env: readonly WrittenVariable[],
  resolve: (text: string) => string,
  secret: (variable: string) => string,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name, value, value_from } of env) {
    values[name] = value_from ? secret(name) : expanded(resolve(value ?? ''), values);
  }
  return values;
}

/** What is between references is meant as it stands. Source: Kubernetes, "Define Dependent Environment Variables". */
function expanded(text: string, before: Readonly<Record<string, string>>): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const [whole, name] = match;
    parts.push(literal(text.slice(end, match.index)));
    parts.push(name === undefined ? literal('$') : (before[name] ?? literal(whole)));
    end = match.index + whole.length;
  }
  return [...parts, literal(text.slice(end))].join('');
}
