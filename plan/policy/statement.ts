import { expanded } from '../expanded';
import { isObject, Mark, type Value } from '../value';

/** A statement of a policy, taken apart. What it does not have is empty. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Such as `AWS:arn:aws:iam::111111111111:root`, `Service:ec2.amazonaws.com` or `*`. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Such as `StringEquals aws:sourceaccount`, with the values that it takes. */
  readonly conditions: ReadonlyMap<string, readonly string[]>;
  /** Of `NotAction`, `NotPrincipal` and `NotResource`, those that it has. What is in them is in the lists above. */
  readonly inverted: readonly string[];
}

/**
 * The statements of a policy document. Empty: there is no document. Undefined: the document can't be read, for example
 * because it is known only after apply, or is none. A reference `${...}` in it counts as text.
 * Source: IAM User Guide, "IAM JSON policy elements reference".
 */
export function statements(document: Value): PolicyStatement[] | undefined {
  if (document === undefined || document === null || document === '') return [];
  if (typeof document !== 'string') return document instanceof Mark ? undefined : [];
  const parsed = expanded(document);
  // A list of documents, as of a template, or a text in a text is none.
  if (!isObject(parsed)) return undefined;
  const all = each(parsed.Statement);
  return all.every(isObject) ? all.map(statement) : undefined;
}

/** Whether a text is a policy document, or may be one that is not known yet. */
export function isPolicy(value: Value): boolean {
  return typeof value === 'string' && /^\s*\{/.test(value) && /"Statement"\s*:/.test(value);
}

function statement(json: Record<string, unknown>): PolicyStatement {
  const inverted = ['NotAction', 'NotPrincipal', 'NotResource'].filter((name) => json[name] !== undefined);
  return {
    effect: json.Effect === 'Deny' ? 'Deny' : 'Allow',
    principals: principals(json.Principal ?? json.NotPrincipal),
    actions: once(
      each(json.Action ?? json.NotAction).map((action) => everything(String(action).toLowerCase())),
    ),
    resources: once(each(json.Resource ?? json.NotResource).map(String)),
    conditions: conditions(json.Condition),
    inverted,
  };
}

/** `*:*` takes every action, as `*` does. */
function everything(action: string): string {
  return /^\*+(:\*+)?$/.test(action) ? '*' : action;
}

function principals(json: unknown): string[] {
  if (json === '*') return ['*'];
  if (!isObject(json)) return [];
  return once(
    Object.entries(json).flatMap(([kind, names]) =>
      each(names).map((name) => (name === '*' ? '*' : `${kind}:${account(String(name))}`)),
    ),
  );
}

/** An account's number means its root. */
function account(principal: string): string {
  return /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal;
}

function conditions(json: unknown): Map<string, string[]> {
  const found = new Map<string, string[]>();
  if (!isObject(json)) return found;
  for (const [operator, keys] of Object.entries(json)) {
    if (!isObject(keys)) continue;
    for (const [key, values] of Object.entries(keys)) {
      const name = `${operator} ${key.toLowerCase()}`;
      const own = once(each(values).map(String));
      // The same key in other letters is a further condition.
      const earlier = found.get(name);
      found.set(name, earlier ? own.filter((value) => earlier.includes(value)) : own);
    }
  }
  return found;
}

function once(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function each(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
