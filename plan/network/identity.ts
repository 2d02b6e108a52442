import { Change, type PlannedResource } from '../change';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { at, Mark } from '../value';
import { reader, type Side } from './scope';

/** By types, with commas between. */
const indexes = oncePer(() => new Map<string, ReadonlyMap<string, PlannedResource>>());

/** The resources of some types by their ids and addresses. Made once for a plan. */
function byName(plan: Plan, types: readonly string[]): ReadonlyMap<string, PlannedResource> {
  const ofPlan = indexes(plan);
  const key = types.join();
  const known = ofPlan.get(key);
  if (known) return known;
  const made = new Map<string, PlannedResource>();
  for (const resource of plan.all(...types)) {
    made.set(resource.address, resource);
    for (const side of [resource.before, resource.after]) {
      const id = at(side, 'id');
      if (typeof id === 'string') made.set(id, resource);
    }
  }
  ofPlan.set(key, made);
  return made;
}

/** Which resource an attribute names: its address, or its id where the plan does not have it. Undefined: nobody knows. */
export function named(
  plan: Plan,
  owner: PlannedResource,
  path: string,
  side: Side,
  types: readonly string[],
): string | undefined {
  const value = reader(owner, side)(path);
  const names = byName(plan, types);
  if (typeof value === 'string') return names.get(value)?.address ?? value;
  if (value !== Mark.unknown) return undefined;
  const address = owner.refersTo(path);
  return address && names.has(address) ? address : undefined;
}

/** The resource that a name of `named` stands for, where the plan has it. */
export function find(
  plan: Plan,
  name: string | undefined,
  types: readonly string[],
): PlannedResource | undefined {
  return name === undefined ? undefined : byName(plan, types).get(name);
}

/** Whether what an attribute names is made by the same plan. What has no id yet is, unless the stack says which it is. */
export function isMade(plan: Plan, owner: PlannedResource, path: string, types: readonly string[]): boolean {
  const found = find(plan, named(plan, owner, path, 'after', types), types);
  if (found) return found instanceof Change && found.action === 'create';
  return owner.will(path) === Mark.unknown && owner.before === null;
}
