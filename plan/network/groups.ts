import type { PlannedResource } from '../change';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { named } from './identity';
import { entries } from './prefix-lists';
import { Reach } from './reach';
import { ITSELF, SCOPED, type Scope, type Side, scopes } from './scope';

export const GROUPS = ['aws_security_group', 'aws_default_security_group'];

/** What a group lets through before a plan, by all rules of it that the plan has, in whichever resources. */
export function reachBefore(plan: Plan, group: string): Reach {
  return reaches(plan).get(group) ?? new Reach();
}

/** The group that a resource's rules are of. What nobody can tell is a group of its own. */
export function groupOf(plan: Plan, resource: PlannedResource, side: Side): string {
  if (GROUPS.includes(resource.type)) return resource.address;
  return named(plan, resource, 'security_group_id', side, GROUPS) ?? resource.address;
}

/** The scopes of a resource, with the blocks of its lists of addresses in their place. */
export function fullScopes(plan: Plan, resource: PlannedResource, side: Side): Scope[] {
  return scopes(resource, side).flatMap((scope) => {
    if (scope.kind !== 'list') return [scope];
    const list = scope.peer ?? resource.refersTo('prefix_list_id');
    const blocks = entries(plan, list, side);
    return blocks ? blocks.map((peer): Scope => ({ ...scope, kind: 'block', peer })) : [scope];
  });
}

const reaches = oncePer((plan): ReadonlyMap<string, Reach> => {
  const made = new Map<string, Reach>();
  for (const resource of plan.all(...SCOPED)) {
    const group = groupOf(plan, resource, 'before');
    const reach = made.get(group) ?? new Reach();
    made.set(group, reach);
    for (const scope of fullScopes(plan, resource, 'before')) reach.add(scope);
    if (resource.type === 'aws_default_security_group' && resource.before === null) {
      for (const scope of OF_AWS) reach.add(scope);
    }
  }
  return made;
});

const EVERYTHING = { protocol: '-1', from: 0, to: 65_535 };
/** What AWS lets a default group do until Terraform takes it over. */
const OF_AWS: readonly Scope[] = [
  { ...EVERYTHING, direction: 'in', peer: ITSELF, kind: 'group' },
  { ...EVERYTHING, direction: 'out', peer: '0.0.0.0/0', kind: 'block' },
  { ...EVERYTHING, direction: 'out', peer: '::/0', kind: 'block' },
];
