import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { type PolicyStatement, statements } from '../policy/statement';
import { changeOf } from '../policy/widened';
import { weakened } from '../setting/setting';
import { fromTo } from '../setting/shown';
import { at, type Value } from '../value';
import { ORGANIZATION } from './organization';
import { organizationPolicyChanged } from './organization-policy';

const PATH = 'permissions_boundary';

export const boundaryRemoved: Rule = {
  id: 'boundary-removed',
  kind: 'exposure',
  finds:
    'a role, user or permission set has no boundary, or one that allows more than before, or an organization holds its accounts less',
  judge: (change, plan) =>
    allOf(boundary(change, plan), weakened(change, ORGANIZATION, plan), organizationPolicyChanged(change)),
};

function boundary(change: Change, plan: Plan): string | undefined {
  if (!/^aws_iam_(role|user)$/.test(change.type)) return undefined;
  if (change.action === 'create') return alone(change, plan);
  const [was, will] = [change.was(PATH), change.will(PATH)];
  if (!change.stays || !was || !change.changes(PATH)) return undefined;
  if (!will) return 'loses its permission boundary';
  return allowsMore(was, will, plan) ? `gets another permission boundary: ${fromTo(was, will)}` : undefined;
}

/** Whether the one boundary allows what the other does not. One that nobody can read does. */
function allowsMore(was: Value, will: Value, plan: Plan): boolean {
  const [before, after] = [contents(was, plan), contents(will, plan)];
  if (!before || !after) return true;
  const difference = changeOf(before, after);
  return typeof difference === 'string' || difference.grants.length > 0 || difference.denials.length > 0;
}

/** As it is: a boundary that changes itself is judged where it does. */
function contents(arn: Value, plan: Plan): PolicyStatement[] | undefined {
  const document = at(plan.before('aws_iam_policy', 'arn', arn), 'policy');
  return document === undefined ? undefined : statements(document);
}

/** A new one without a boundary, where all others of the stack have one. */
function alone(change: Change, plan: Plan): string | undefined {
  if (change.will(PATH) || change.writes(PATH)) return undefined;
  const { count, areBounded } = othersOf(change.type, plan);
  return count > 0 && areBounded
    ? `has no permission boundary, as ${count === 1 ? 'the other one' : `the ${count} others`} of the stack ${count === 1 ? 'has' : 'have'}`
    : undefined;
}

const known = oncePer(() => new Map<string, { readonly count: number; readonly areBounded: boolean }>());

/** What is there already of a type. Of a big plan, they are counted once. */
function othersOf(type: string, plan: Plan) {
  const types = known(plan);
  if (!types.has(type)) {
    const others = plan.all(type).filter((other) => other.was('name') !== undefined);
    types.set(type, { count: others.length, areBounded: others.every((other) => other.was(PATH)) });
  }
  return types.get(type)!;
}
