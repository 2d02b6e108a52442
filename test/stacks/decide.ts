import type { Json } from '../helpers';

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
    .flatMap((document) => JSON.parse(document).Statement as Json[])
    .filter((statement) => applies(statement, request))
    .map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny') ? 'allow' : 'deny';
}

function applies(statement: Json, { action, resource = '*', context = {} }: Request): boolean {
  const { Action, Resource, NotResource, Condition = {} } = statement;
  const reached = NotResource ? !matchesAny(NotResource, resource) : matchesAny(Resource, resource);
  return (
    matchesAny(Action, action, 'i') &&
    reached &&
    Object.entries<Json>(Condition).every(([operator, keys]) =>
      Object.entries<Json>(keys).every(([key, wanted]) => holds(operator, context[key], wanted)),
    )
  );
}

function holds(operator: string, value: string | undefined, wanted: Json): boolean {
  switch (operator) {
    case 'StringEquals':
    case 'Bool':
      return value !== undefined && [wanted].flat().includes(value);
    case 'StringNotEquals':
      return value === undefined || ![wanted].flat().includes(value);
    case 'StringLike':
      return value !== undefined && matchesAny(wanted, value);
    case 'ForAllValues:StringLike':
      return value === undefined || matchesAny(wanted, value);
    default:
      throw new Error(`no evaluation of ${operator}`);
  }
}

function matchesAny(patterns: string | string[], value: string, flags = ''): boolean {
  return [patterns].flat().some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, flags).test(value);
  });
}
