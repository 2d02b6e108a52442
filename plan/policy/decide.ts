import { partsOf } from './condition';
import { matches } from './match';
import { type PolicyStatement, statements } from './statement';

/** A call of AWS, as policies see it. */
export interface PolicyRequest {
  readonly action: string;
  /** An ARN. Default: `*`, as of an action that knows no resources. */
  readonly resource?: string;
  /** Values of condition keys. A key that is not there has no value. */
  readonly context?: Readonly<Record<string, string>>;
  /** Who calls, as a policy of a resource names it: `AWS:arn:aws:iam::111111111111:role/deploy`. */
  readonly principals?: readonly string[];
}

/**
 * What policies of an identity say to a request, as IAM decides: a denial wins, and what nobody allows is denied.
 * Source: IAM User Guide, "Policy evaluation logic".
 */
export function decide(documents: readonly string[], request: PolicyRequest): 'allow' | 'deny' {
  const all = documents.flatMap((document) => statements(document) ?? []);
  return effectOf(all, request) === 'Allow' ? 'allow' : 'deny';
}

/** The same for statements. Undefined: none of them speaks of the request. */
export function effectOf(
  all: readonly PolicyStatement[],
  request: PolicyRequest,
): PolicyStatement['effect'] | undefined {
  const context = lowerCase(request.context);
  return effectIn(
    all.filter((statement) => speaksOf(statement, request)),
    context,
  );
}

/**
 * The same for statements that are about the request.
 * @param context with keys in lower case.
 */
export function effectIn(
  about: readonly PolicyStatement[],
  context: Readonly<Record<string, string | undefined>>,
): PolicyStatement['effect'] | undefined {
  const effects = about.filter((statement) => isMet(statement, context)).map(({ effect }) => effect);
  return effects.includes('Deny') ? 'Deny' : effects[0];
}

/** A context with keys in lower case, as those of conditions are. */
export function lowerCase<T>(context: Readonly<Record<string, T>> = {}): Record<string, T> {
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
}

function isMet(
  { conditions }: PolicyStatement,
  context: Readonly<Record<string, string | undefined>>,
): boolean {
  for (const [condition, wanted] of conditions) {
    const { operator, key } = partsOf(condition);
    if (!holds(operator, context[key], wanted)) return false;
  }
  return true;
}

/** Whether a statement is about the request's action, resource and caller. Its conditions say whether it applies. */
export function speaksOf(
  { actions, resources, principals, inverted }: PolicyStatement,
  { action, resource = '*', principals: callers = [] }: PolicyRequest,
): boolean {
  const named = (element: 'Action' | 'Resource' | 'Principal', has: boolean) =>
    has !== inverted.includes(`Not${element}`);
  return (
    named('Action', matchesAny(actions, action.toLowerCase())) &&
    // A trust policy names no resource: it is about its own role.
    (resources.length === 0 || named('Resource', matchesAny(resources, resource))) &&
    (principals.length === 0 ||
      named('Principal', principals.includes('*') || callers.some((caller) => principals.includes(caller))))
  );
}

/**
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
 * @throws Error on an operator that no policy of the project has.
 */
function holds(operator: string, value: string | undefined, wanted: readonly string[]): boolean {
  const plain = operator.replace(/IfExists$/, '');
  if (plain !== operator && value === undefined) return true;
  switch (plain) {
    case 'Bool':
    case 'ForAnyValue:StringEquals':
    case 'StringEquals':
      return value !== undefined && isOneOf(wanted, value);
    case 'ArnEquals':
    case 'ArnLike':
    case 'ForAnyValue:StringLike':
    case 'StringLike':
      return value !== undefined && matchesAny(wanted, value);
    case 'StringNotEquals':
      return value === undefined || !isOneOf(wanted, value);
    case 'ArnNotEquals':
    case 'ArnNotLike':
    case 'StringNotLike':
      return value === undefined || !matchesAny(wanted, value);
    case 'ForAllValues:StringEquals':
      return value === undefined || isOneOf(wanted, value);
    case 'ForAllValues:StringLike':
      return value === undefined || matchesAny(wanted, value);
    case 'Null':
      return wanted.includes(`${value === undefined}`);
    default:
      throw new Error(
        `no evaluation of the condition operator ${operator}: add it to plan/policy/decide.ts, with a test`,
      );
  }
}

/** A variable such as `${aws:PrincipalTag/team}` may stand for anything. */
const VARIABLE = /\$\{[\w-]+:[^}]*\}/g;

function isOneOf(wanted: readonly string[], value: string): boolean {
  return wanted.some(
    (one) => one === value || (one.includes('${') && matches(one.replace(VARIABLE, '*'), value)),
  );
}

function matchesAny(patterns: readonly string[], value: string): boolean {
  return patterns.some((pattern) => matches(pattern.replace(VARIABLE, '*'), value));
}
