import type { PlannedResource } from '../../../change';
import type { Plan } from '../../../plan';
import { at, isObject, list, type Value } from '../../../value';
import { oncePer } from '../outage';

/** An object of Kubernetes, whichever resource describes it. */
export interface KubeObject {
  readonly resource: PlannedResource;
  /** In lower case: `deployment`, `horizontalpodautoscaler`. */
  readonly kind: string;
  /** `shop/web`, or the name alone of what is in no namespace. */
  readonly name: string;
  readonly namespace: string;
  /** As the resource has it; `field` reads it. Undefined: it is not there. */
  readonly before?: Value;
  readonly after?: Value;
}

const MANIFEST = 'kubernetes_manifest';

/** Groups of the API whose kinds are known here. The same kind of another group is something else. */
const GROUPS = new Set([
  ...['', 'apps', 'batch', 'autoscaling', 'policy', 'networking.k8s.io', 'scheduling.k8s.io'],
  ...['gateway.networking.k8s.io', 'karpenter.sh', 'karpenter.k8s.aws', 'eks.amazonaws.com', 'elbv2.k8s.aws'],
  ...['keda.sh', 'argoproj.io', 'networking.istio.io'],
]);

/** `kubernetes_cron_job_v1` is a `cronjob`; a manifest says itself what it is. Undefined: no object of Kubernetes. */
function kindOf({ type, before, after }: PlannedResource): string | undefined {
  if (!type.startsWith('kubernetes_')) return undefined;
  if (type !== MANIFEST) {
    return type
      .slice('kubernetes_'.length)
      .replace(/_v\d+(beta\d+)?$/, '')
      .replaceAll('_', '');
  }
  const [kind, version] = ['kind', 'apiVersion'].map((key) => at(before ?? after, `manifest.${key}`));
  if (typeof kind !== 'string') return undefined;
  const group = typeof version === 'string' && version.includes('/') ? version.split('/')[0]! : '';
  return GROUPS.has(group) ? kind.toLowerCase() : `${kind.toLowerCase()}.${group}`;
}

/** The object of a resource. */
export function objectOf(resource: PlannedResource): KubeObject | undefined {
  const kind = kindOf(resource);
  if (kind === undefined) return undefined;
  const side = (value: Value) => (resource.type === MANIFEST ? at(value, 'manifest') : value) ?? undefined;
  const [before, after] = [side(resource.before), side(resource.after)];
  const [name, namespace] = ['metadata.name', 'metadata.namespace'].map((path) =>
    field(before ?? after, path),
  );
  const space = typeof namespace === 'string' ? namespace : '';
  return { resource, kind, namespace: space, name: [space, name].filter(Boolean).join('/'), before, after };
}

/**
 * A part of an object by its name in Kubernetes: `spec.minReplicas` is `spec.0.min_replicas` of a typed resource, as
 * blocks are lists there.
 */
export function field(side: Value, path: string): Value {
  return path.split('.').reduce<Value>((value, key) => {
    const whole = Array.isArray(value) && value.length === 1 ? value[0] : (value as Value);
    return at(whole, [key]) ?? at(whole, [snake(key)]);
  }, side);
}

const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The items of a list, which a typed resource has as blocks with a name in the singular. */
export function items(side: Value, plural: string, singular = plural.replace(/s$/, '')): readonly Value[] {
  const path = plural.split('.');
  const last = path.pop()!;
  const parent = path.length > 0 ? field(side, path.join('.')) : side;
  const found = field(parent, last) ?? field(parent, singular.split('.').at(-1)!);
  return list(found);
}

/** A map of labels or of a selector. */
export function labels(side: Value, path: string): Readonly<Record<string, Value>> {
  const found = field(side, path);
  const whole = Array.isArray(found) ? found[0] : found;
  return isObject(whole) ? whole : {};
}

const objects = oncePer((plan: Plan) => {
  const found = new Map<string, KubeObject[]>();
  for (const resource of plan.all(...plan.types.filter((type) => type.startsWith('kubernetes_')))) {
    const object = objectOf(resource);
    if (!object) continue;
    if (!found.has(object.kind)) found.set(object.kind, []);
    found.get(object.kind)!.push(object);
  }
  return found;
});

/** Every object of some kinds, what would not change too. */
export function all(plan: Plan, ...kinds: readonly string[]): KubeObject[] {
  return kinds.flatMap((kind) => objects(plan).get(kind) ?? []);
}

const gone = oncePer((plan: Plan) => {
  const namespaces = all(plan, 'namespace').filter(({ after }) => after === undefined);
  return new Set(namespaces.map(({ name }) => name));
});

const previews = oncePer((plan: Plan) => {
  const namespaces = all(plan, 'namespace').filter(
    ({ before, after }) => labels(before ?? after, 'metadata.labels').preview,
  );
  return new Set(namespaces.map(({ name }) => name));
});

const kept = oncePer((plan: Plan) => {
  const found = new Set<string>();
  for (const [kind, some] of objects(plan))
    for (const { name, after } of some) if (after) found.add(`${kind} ${name}`);
  return found;
});

/** Whether it ends, and nothing of that name takes its place, and its namespace stays. */
export function isLost(object: KubeObject, plan: Plan): boolean {
  return (
    object.before !== undefined &&
    object.after === undefined &&
    !isExempt(object, plan) &&
    !kept(plan).has(`${object.kind} ${object.name}`)
  );
}

/** What goes with its namespace, or is of a preview, is no loss of its own. */
export function isExempt({ namespace }: KubeObject, plan: Plan): boolean {
  return gone(plan).has(namespace) || previews(plan).has(namespace);
}
