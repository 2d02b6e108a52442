import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { at, list, Mark } from '../value';
import { find, named } from './identity';
import type { Side } from './scope';

export const LISTS = ['aws_ec2_managed_prefix_list'];
export const ENTRIES = 'aws_ec2_managed_prefix_list_entry';

/**
 * The blocks of a list of addresses. One that nobody can see is undefined.
 * @returns undefined for a list that the plan does not have.
 */
export function entries(
  plan: Plan,
  name: string | undefined,
  side: Side,
): readonly (string | undefined)[] | undefined {
  const found = find(plan, name, LISTS);
  const key = found?.address ?? name;
  if (key === undefined) return undefined;
  return blocks(plan)[side].get(key) ?? (found ? [] : undefined);
}

/** The list that an entry is of. */
export function listOf(plan: Plan, entry: Parameters<typeof named>[1], side: Side): string {
  return named(plan, entry, 'prefix_list_id', side, LISTS) ?? entry.address;
}

const blocks = oncePer((plan) => ({ before: index(plan, 'before'), after: index(plan, 'after') }));

function index(plan: Plan, side: Side): ReadonlyMap<string, (string | undefined)[]> {
  const made = new Map<string, (string | undefined)[]>();
  const add = (key: string, cidr: unknown) => {
    const known = made.get(key) ?? [];
    made.set(key, known);
    known.push(typeof cidr === 'string' ? cidr : undefined);
  };
  for (const resource of plan.all(...LISTS)) {
    const items = at(resource[side], 'entry');
    // Entries may be in resources of their own; then the list's own are whatever they are.
    if (items instanceof Mark && !resource.writes('entry')) continue;
    for (const item of list(items)) add(resource.address, at(item, 'cidr'));
  }
  for (const resource of plan.all(ENTRIES)) {
    if (resource[side] === null) continue;
    const cidr = side === 'before' ? resource.was('cidr') : resource.will('cidr');
    add(listOf(plan, resource, side), cidr);
  }
  return made;
}
