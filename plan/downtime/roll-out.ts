import type { Change } from '../change';
import { all, type ClusterObject, clusterObjects, labels } from '../kubernetes/cluster-object';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { numberOf } from '../setting/order';
import { at, list, Mark, same, texts, type Value } from '../value';

const ROLLING = ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'];

/** `shop/catalog-api 1.5.0 → 1.5.1, rolls 2 pods`. */
export function rollOut(change: Change, plan: Plan): string | undefined {
  const found = clusterObjects(change, plan)
    .filter(({ kind }) => ROLLING.includes(kind))
    .flatMap((object) => rolled(object, change, plan) ?? []);
  return found.length > 0 ? found.join('; ') : undefined;
}

function rolled(object: ClusterObject, change: Change, plan: Plan): string | undefined {
  const { name, before, after } = object;
  if (change.action === 'delete') return `${name} stops`;
  if (change.action === 'replace') return `${name} stops, and is made anew`;
  if (!before || !after || same(templateOf(before), templateOf(after))) return undefined;
  const isAtOnce = at(after, 'spec.strategy.type') === 'Recreate';
  const how = isAtOnce ? 'no pods until new ones are ready: ends' : 'rolls';
  return `${name} ${versions(before, after)}, ${how} ${pods(object, change, plan)}`;
}

const templateOf = (side: Value) => at(side, 'spec.template');
const podOf = (side: Value) => at(side, 'spec.template.spec');
const containers = (side: Value) => [
  ...list(at(podOf(side), 'initContainers')),
  ...list(at(podOf(side), 'containers')),
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
const PARTS: Readonly<Record<string, string>> = {
  env: 'env',
  resources: 'resources',
  command: 'command',
  args: 'args',
  image: 'image',
  port: 'ports',
  volume_mount: 'volumeMounts',
};

function changedParts(before: Value, after: Value): string[] {
  const old = containers(before);
  return Object.entries(PARTS)
    .filter(([, path]) =>
      containers(after).some(
        (container, index) => !same(at(old[index], path) ?? null, at(container, path) ?? null),
      ),
    )
    .map(([name]) => name);
}

/** By the label of its pods, else by the tag of its image. */
function versionOf(side: Value): string {
  const own = labels(side, 'spec.template.metadata.labels');
  const label = ['version', 'app.kubernetes.io/version'].map((key) => texts(own[key])[0]).find(Boolean);
  const image = texts(at(list(at(podOf(side), 'containers'))[0], 'image'))[0];
  return label ?? image?.split(/[:@]/).at(-1) ?? Mark.unknown.text;
}

/** Autoscalers by what they scale. */
const scalers = oncePer((plan: Plan) => {
  const some = all(plan, 'HorizontalPodAutoscaler', 'ScaledObject').filter(
    ({ after }) => after !== undefined,
  );
  return new Map(
    some.map((one) => [
      [one.namespace, texts(at(one.after, 'spec.scaleTargetRef.name'))[0]].filter(Boolean).join('/'),
      one,
    ]),
  );
});

/** The number in the state is what an autoscaler chose when somebody looked; how many there are it decides. */
function pods({ name, kind, after }: ClusterObject, change: Change, plan: Plan): string {
  const scaler = kind !== 'DaemonSet' ? scalers(plan).get(name) : undefined;
  if (scaler) {
    const [least, most] = ['min', 'max'].map((end) =>
      numberOf(at(scaler.after, `spec.${end}Replicas`) ?? at(scaler.after, `spec.${end}ReplicaCount`)),
    );
    return least === undefined || most === undefined
      ? 'as many pods as the autoscaler decides'
      : `${least} to ${most} pods, as the autoscaler decides`;
  }
  const replicas = numberOf(at(after, 'spec.replicas'));
  const isSet =
    !change.isWritten || change.writes('spec.0.replicas') || change.writes('manifest.spec.replicas');
  if (replicas === undefined || !isSet) return 'its pods one after another';
  return `${replicas} ${replicas === 1 ? 'pod' : 'pods'}`;
}
