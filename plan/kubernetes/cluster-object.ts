import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { at, isObject, type Value, type Values } from '../value';
import type { PlannedObject } from './object';
import { isWithNamespace, nameOf, type ObjectChange, objectChanges, plannedObjects } from './objects';

/** An object of a cluster with both of its sides, by the kinds that rules about what runs know. */
export interface ClusterObject {
  readonly change: ObjectChange;
  /** `Deployment`; with its group, as in `Service.serving.knative.dev`, where the kind alone would be something else. */
  readonly kind: string;
  /** `shop/web`, or the name alone of what is in no namespace. */
  readonly name: string;
  readonly namespace: string;
  /** As the API has it. Undefined: it is not there. */
  readonly before?: Values;
  readonly after?: Values;
}

/** Groups of the API whose kinds are known by their names alone. */
const GROUPS = new Set([
  ...['', 'apps', 'batch', 'autoscaling', 'policy', 'networking.k8s.io', 'scheduling.k8s.io'],
  ...['gateway.networking.k8s.io', 'karpenter.sh', 'karpenter.k8s.aws', 'eks.amazonaws.com', 'elbv2.k8s.aws'],
  ...['keda.sh', 'argoproj.io', 'networking.istio.io'],
]);

const kindOf = ({ kind, group }: PlannedObject) =>
  group === undefined || GROUPS.has(group) ? kind : `${kind}.${group}`;

function clusterObject(change: ObjectChange): ClusterObject {
  const { before, after } = change;
  const object = (before ?? after)!;
  return {
    change,
    kind: kindOf(object),
    name: nameOf(object),
    namespace: object.namespace,
    before: before?.body,
    after: after?.body,
  };
}

const objects = oncePer((plan: Plan) => {
  const found = new Map<ObjectChange, ClusterObject>();
  const byKind = new Map<string, ClusterObject[]>();
  for (const change of plannedObjects(plan)) {
    const object = clusterObject(change);
    found.set(change, object);
    const ofKind = byKind.get(object.kind);
    if (ofKind) ofKind.push(object);
    else byKind.set(object.kind, [object]);
  }
  return { found, byKind };
});

/** What a change of a plan is about in a cluster. */
export function clusterObjects(change: ObjectChange['resource'], plan: Plan): ClusterObject[] {
  return objectChanges(change, plan).map((one) => objects(plan).found.get(one) ?? clusterObject(one));
}

/** Every object of some kinds, what would not change too. */
export function all(plan: Plan, ...kinds: readonly string[]): ClusterObject[] {
  return kinds.flatMap((kind) => objects(plan).byKind.get(kind) ?? []);
}

/** A map of labels or of a selector. */
export function labels(side: Value, path: string): Values {
  const found = at(side, path);
  return isObject(found) ? found : {};
}

const previews = oncePer((plan: Plan) => {
  const namespaces = all(plan, 'Namespace').filter(
    ({ before, after }) => labels(before ?? after, 'metadata.labels').preview,
  );
  return new Set(namespaces.map(({ name }) => name));
});

const newNamespaces = oncePer((plan: Plan) => {
  const made = all(plan, 'Namespace').filter(({ before, after }) => !before && after);
  return new Set(made.map(({ name }) => name));
});

/** Whether nothing can be in its namespace yet. */
export function isInNewNamespace({ namespace }: ClusterObject, plan: Plan): boolean {
  return newNamespaces(plan).has(namespace);
}

/** Whether it ends, and nothing of that name takes its place, and its namespace stays. */
export function isLost(object: ClusterObject, plan: Plan): boolean {
  return object.before !== undefined && object.after === undefined && !isExempt(object, plan);
}

/** What goes with its namespace, or is of a preview, is no loss of its own. */
export function isExempt({ change, namespace }: ClusterObject, plan: Plan): boolean {
  return isWithNamespace((change.before ?? change.after)!, plan) || previews(plan).has(namespace);
}
