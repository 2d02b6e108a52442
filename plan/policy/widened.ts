import { matches } from './match';
import type { PolicyStatement } from './statement';

/** What a statement lets one principal do with one action. */
export interface AllowedAccess extends PolicyStatement {
  readonly action: string;
  readonly resource: string;
  readonly principal: string;
}

/** All that a policy allows and did not allow before, one by one. */
export function newGrants(
  before: readonly PolicyStatement[],
  after: readonly PolicyStatement[],
): AllowedAccess[] {
  const old = before.filter(({ effect }) => effect === 'Allow');
  return after
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(grants)
    .filter((grant) => !old.some((statement) => covers(statement, grant)));
}

/** The denials that are gone, or deny less. */
export function lostDenials(
  before: readonly PolicyStatement[],
  after: readonly PolicyStatement[],
): PolicyStatement[] {
  const kept = after.filter(({ effect }) => effect === 'Deny');
  return before
    .filter(({ effect }) => effect === 'Deny')
    .filter((denial) => !grants(denial).every((part) => kept.some((statement) => covers(statement, part))));
}

function grants(statement: PolicyStatement): AllowedAccess[] {
  // A trust policy has no resource, a role's policy no principal.
  const some = (values: readonly string[]) => (values.length > 0 ? values : ['']);
  // All but a list is one thing, not one for each item.
  const actions = statement.inverted.includes('NotAction') ? [statement.actions.join()] : statement.actions;
  return some(statement.principals).flatMap((principal) =>
    actions.flatMap((action) =>
      some(statement.resources).map((resource) => ({ ...statement, principal, action, resource })),
    ),
  );
}

/** Whether a statement says everything that another says, or more. Errs on the side of no. */
function covers(wide: PolicyStatement, part: AllowedAccess): boolean {
  if (wide.inverted.join() !== part.inverted.join()) return false;
  if (part.inverted.length > 0) return sameLists(wide, part) && looser(wide, part);
  const has = (values: readonly string[], value: string) =>
    value === '' ? values.length === 0 : values.some((pattern) => matches(pattern, value));
  return (
    has(wide.actions, part.action) &&
    has(wide.resources, part.resource) &&
    hasPrincipal(wide.principals, part.principal) &&
    looser(wide, part)
  );
}

function hasPrincipal(values: readonly string[], value: string): boolean {
  if (value === '') return values.length === 0;
  // Only a star alone stands for others among principals.
  return values.includes(value) || values.includes('*');
}

function sameLists(a: PolicyStatement, b: PolicyStatement): boolean {
  const key = ({ actions, resources, principals }: PolicyStatement) =>
    JSON.stringify([actions, resources, principals]);
  return key(a) === key(b);
}

/** Whether each condition of the wide one is one of the other's too, and takes no less there. */
function looser(wide: PolicyStatement, part: PolicyStatement): boolean {
  return [...wide.conditions].every(([name, values]) => {
    const own = part.conditions.get(name);
    // Of a negated condition each further value is a further restriction.
    const [all, some] = /Not/.test(name) ? [own, values] : [values, own];
    return all && some?.every((value) => all.includes(value));
  });
}
