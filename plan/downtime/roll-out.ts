import type { Change } from '../change';
import type { Plan } from '../plan';
import { all, field, items, type KubeObject, labels, objectOf } from '../rules/outage/kubernetes/object';
import { amount, oncePer } from '../rules/outage/outage';
import { Mark, same, texts, type Value } from '../value';

const ROLLING = ['deployment', 'statefulset', 'daemonset', 'rollout'];

/** `shop/catalog-api 1.5.0 → 1.5.1, rolls 2 pods`. */
export function rollOut(change: Change, plan: Plan | undefined): string | undefined {
  const object = objectOf(change);
  if (!object || !ROLLING.includes(object.kind)) return undefined;
  const { name, before, after } = object;
  if (change.action === 'delete') return `${name} stops`;
  if (change.action === 'replace') return `${name} stops, and is made anew`;
  if (!before || !after || same(templateOf(before), templateOf(after))) return undefined;
  const isAtOnce = field(after, 'spec.strategy.type') === 'Recreate';
  const how = isAtOnce ? 'no pods until new ones are ready: ends' : 'rolls';
  return `${name} ${versions(before, after)}, ${how} ${pods(object, change, plan)}`;
}

const templateOf = (side: Value) => field(side, 'spec.template');
const podOf = (side: Value) => field(side, 'spec.template.spec');
const containers = (side: Value) => [
  ...items(podOf(side), 'initContainers', 'init_container'),
  ...items(podOf(side), 'containers'),
];

/** The versions of a workload, or what else of its pods is another one. */
function versions(before: Value, after: Value): string {
  const [was, will] = [before, after].map(versionOf);
  if (was !== will) return `${was} → ${will}`;
  const parts =
    containers(before).length === containers(after).length ? changedParts(before, after) : ['containers'];
  return `${will} (${parts.join(', ') || 'its pod template'} changed)`;
}

/** Names of parts as people know them, and where they stand. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  env: ['env'],
  resources: ['resources'],
  command: ['command'],
  args: ['args'],
  image: ['image'],
  port: ['port', 'ports'],
  volume_mount: ['volume_mount', 'volumeMounts'],
};

function changedParts(before: Value, after: Value): string[] {
  const old = containers(before);
  return Object.entries(PARTS)
    .filter(([, paths]) =>
      containers(after).some((container, index) =>
        paths.some((path) => !same(field(old[index], path) ?? null, field(container, path) ?? null)),
      ),
    )
    .map(([name]) => name);
}

/** By the label of its pods, else by the tag of its image. */
function versionOf(side: Value): string {
  const own = labels(side, 'spec.template.metadata.labels');
  const label = ['version', 'app.kubernetes.io/version'].map((key) => texts(own[key])[0]).find(Boolean);
  const image = texts(field(items(podOf(side), 'containers')[0], 'image'))[0];
  return label ?? image?.split(/[:@]/).at(-1) ?? Mark.unknown.text;
}

/** Autoscalers by what they scale. */
const scalers = oncePer((plan: Plan) => {
  const some = all(plan, 'horizontalpodautoscaler', 'scaledobject').filter(
    ({ after }) => after !== undefined,
  );
  return new Map(
    some.map((one) => [
      [one.namespace, texts(field(one.after, 'spec.scaleTargetRef.name'))[0]].filter(Boolean).join('/'),
      one,
    ]),
  );
});

/** The number in the state is what an autoscaler chose when somebody looked; how many there are it decides. */
function pods({ name, kind, after }: KubeObject, change: Change, plan: Plan | undefined): string {
  const scaler = plan && kind !== 'daemonset' ? scalers(plan).get(name) : undefined;
  if (scaler) {
    const [least, most] = ['min', 'max'].map((end) =>
      amount(field(scaler.after, `spec.${end}Replicas`) ?? field(scaler.after, `spec.${end}ReplicaCount`)),
    );
    return least === undefined || most === undefined
      ? 'as many pods as the autoscaler decides'
      : `${least} to ${most} pods, as the autoscaler decides`;
  }
  const replicas = amount(field(after, 'spec.replicas'));
  const isSet =
    !change.isWritten || change.writes('spec.0.replicas') || change.writes('manifest.spec.replicas');
  if (replicas === undefined || !isSet) return 'its pods one after another';
  return `${replicas} ${replicas === 1 ? 'pod' : 'pods'}`;
}
