import { matches } from '../../plan/policy/match';
import { type PolicyStatement, statements } from '../../plan/policy/statement';

export interface Request {
  readonly action: string;
  readonly resource?: string;
  /** Values of condition keys. */
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * What policies of an identity say to a request, as IAM decides: a denial wins, and what nobody allows is denied.
 * Source: IAM User Guide, "Policy evaluation logic".
 */
export function decide(documents: readonly string[], request: Request): 'allow' | 'deny' {
  const effects = documents
    .flatMap((document) => statements(document)!)
    .filter((statement) => applies(statement, request))
    .map(({ effect }) => effect);
  return effects.includes('Allow') && !effects.includes('Deny') ? 'allow' : 'deny';
}

function applies(
  { actions, resources, conditions, inverted }: PolicyStatement,
  { action, resource = '*', context = {} }: Request,
): boolean {
  const named = (element: 'Action' | 'Resource', patterns: readonly string[], value: string) =>
    matchesAny(patterns, value) !== inverted.includes(`Not${element}`);
  const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return (
    named('Action', actions, action.toLowerCase()) &&
    named('Resource', resources, resource) &&
    [...conditions].every(([condition, wanted]) => {
      const [operator = '', key = ''] = condition.split(' ');
      return holds(operator, values.get(key), wanted);
    })
  );
}

function holds(operator: string, value: string | undefined, wanted: readonly string[]): boolean {
  switch (operator) {
    case 'StringEquals':
    case 'Bool':
      return value !== undefined && wanted.includes(value);
    case 'StringNotEquals':
      return value === undefined || !wanted.includes(value);
    case 'StringLike':
      return value !== undefined && matchesAny(wanted, value);
    case 'ArnNotEquals':
      return value === undefined || !matchesAny(wanted, value);
    case 'Null':
      return wanted.includes(`${value === undefined}`);
    case 'ForAllValues:StringEquals':
      return value === undefined || wanted.includes(value);
    case 'ForAllValues:StringLike':
      return value === undefined || matchesAny(wanted, value);
    default:
      throw new Error(`no evaluation of ${operator}`);
  }
}

function matchesAny(patterns: readonly string[], value: string): boolean {
  return patterns.some((pattern) => matches(pattern, value));
}
