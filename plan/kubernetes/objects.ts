import { Change, type PlannedResource } from '../change';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { isKubernetes, type PlannedObject, shown } from './object';

/** What a plan does with one object of a cluster. */
export interface ObjectChange {
  /** Where it is afterwards, or else where it was. */
  readonly resource: PlannedResource;
  /** Undefined: it was not there. */
  readonly before: PlannedObject | undefined;
  /** Undefined: it is gone. */
  readonly after: PlannedObject | undefined;
}

/** All objects of a plan, before and after, those that do not change too. */
interface ClusterSides {
  readonly before: ReadonlyMap<string, PlannedObject>;
  readonly after: ReadonlyMap<string, PlannedObject>;
  readonly byKind: Readonly<Record<'before' | 'after', ReadonlyMap<string, readonly PlannedObject[]>>>;
}

const isForgotten = (resource: PlannedResource) => resource instanceof Change && resource.action === 'forget';

/**
 * What a change does with objects of a cluster. One that moves to another resource, typed or as a manifest, stays what
 * it is: it is found where it comes to, with what it was.
 */
export function objectChanges(resource: PlannedResource, plan: Plan): readonly ObjectChange[] {
  return isKubernetes(resource.type) ? (byResource(plan).get(resource) ?? changesOf(resource, plan)) : [];
}

/** The same of all resources of a plan, of those that do not change too. */
export function plannedObjects(plan: Plan): ObjectChange[] {
  return [...byResource(plan).values()].flat();
}

const byResource = oncePer(
  (plan: Plan) =>
    new Map(
      plan
        .all(...plan.types.filter(isKubernetes))
        .map((resource) => [resource, changesOf(resource, plan)] as const),
    ),
);

function changesOf(resource: PlannedResource, plan: Plan): ObjectChange[] {
  if (isForgotten(resource)) return [];
  const sides = clusterSides(plan);
  const [was, will] = [shown(resource, 'before').objects, shown(resource, 'after').objects];
  const own = new Map(was.map((object) => [identity(object), object]));
  const stays = new Set(will.map(identity));
  const lone = was.length === 1 && will.length === 1;
  return [
    ...will.map((after) => ({
      resource,
      // One that is renamed is replaced, and has taken the place of what it was.
      before: own.get(identity(after)) ?? sides.before.get(identity(after)) ?? (lone ? was[0] : undefined),
      after,
    })),
    ...(lone ? [] : was)
      .filter((before) => !stays.has(identity(before)) && !sides.after.has(identity(before)))
      .map((before) => ({ resource, before, after: undefined })),
  ];
}

export const clusterSides = oncePer(index);

/** What tells an object from all others of a cluster. */
export function identity({ kind, namespace, name }: PlannedObject): string {
  return `${kind} ${namespace}/${name}`;
}

/** `shop/storefront-web`, or the name alone of what is in no namespace. */
export function nameOf({ namespace, name }: PlannedObject): string {
  return [namespace, name].filter(Boolean).join('/');
}

/** Whether a namespace goes with all that is in it. */
export function isWithNamespace({ namespace }: PlannedObject, plan: Plan): boolean {
  const { before, after } = clusterSides(plan);
  const key = `Namespace /${namespace}`;
  return namespace !== '' && before.has(key) && !after.has(key);
}

/** Whether an object is there before a plan, as far as the plan shows it. */
export function isThere(kind: string, namespace: string, name: string, plan: Plan): boolean {
  return clusterSides(plan).before.has(`${kind} ${namespace}/${name}`);
}

function index(plan: Plan): ClusterSides {
  const made = {
    before: new Map<string, PlannedObject>(),
    after: new Map<string, PlannedObject>(),
    byKind: {
      before: new Map<string, PlannedObject[]>(),
      after: new Map<string, PlannedObject[]>(),
    },
  };
  for (const resource of plan.all(...plan.types.filter(isKubernetes))) {
    for (const side of ['before', 'after'] as const) {
      if (side === 'after' && isForgotten(resource)) continue;
      for (const object of shown(resource, side).objects) {
        made[side].set(identity(object), object);
        const ofKind = made.byKind[side].get(object.kind);
        if (ofKind) ofKind.push(object);
        else made.byKind[side].set(object.kind, [object]);
      }
    }
  }
  return made;
}
