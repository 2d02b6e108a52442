import type { Change } from '../../../change';
import {
  all,
  type ClusterObject,
  clusterObjects,
  isExempt,
  isLost,
} from '../../../kubernetes/cluster-object';
import { podsOf } from '../../../kubernetes/pods';
import { oncePer } from '../../../once-per';
import type { Plan } from '../../../plan';
import { at, isObject, list, texts, type Value } from '../../../value';
import { named } from '../outage';
import { WORKLOADS } from './workloads';

const RUNNING = [...WORKLOADS, 'CronJob', 'ScaledJob'];
/** Some keys of an object that another resource makes. */
const PARTS: Readonly<Record<string, string>> = { ConfigMapV1Data: 'ConfigMap', SecretV1Data: 'Secret' };
const NEEDED = [...['ConfigMap', 'Secret', 'ServiceAccount', 'PersistentVolumeClaim'], ...Object.keys(PARTS)];

/** Why pods that stay do not start again: what they name is not there, or has no such key. */
export function missedByPods(change: Change, plan: Plan): string[] {
  return clusterObjects(change, plan)
    .filter((object) => NEEDED.includes(object.kind) && object.before && !isExempt(object, plan))
    .flatMap((object) => missed(object, plan));
}

function missed(object: ClusterObject, plan: Plan): string[] {
  const { name, before, after } = object;
  const kind = PARTS[object.kind] ?? object.kind;
  if (!after && !(object.kind in PARTS)) {
    const system = kind === 'ConfigMap' && Object.hasOwn(SYSTEM, name) ? SYSTEM[name] : undefined;
    if (system) return [`is deleted: ${system}`];
    const users = isLost(object, plan) ? (needs(plan).get(`${kind} ${name}`) ?? []) : [];
    return users.length > 0 ? [`is deleted: pods of ${named(users)} name it, and do not start again`] : [];
  }
  const [was, will] = [before, after].map((side) => ({
    ...keysOf(at(side, 'data')),
    ...keysOf(at(side, 'binaryData')),
  }));
  const lost = Object.keys(was!)
    .filter((key) => !(key in will!))
    .flatMap((key) => {
      const users = needs(plan).get(`${kind} ${name} ${key}`) ?? [];
      return users.length > 0
        ? [`has no ${key} any more: pods of ${named(users)} read it, and do not start again`]
        : [];
    });
  return lost;
}

/** What a cluster itself reads. */
const SYSTEM: Readonly<Record<string, string>> = {
  'kube-system/aws-auth': 'nobody of AWS is let in by it any more, nodes included',
  'kube-system/coredns': 'pods find no names once it starts again',
  'kube-system/kube-proxy': 'new nodes lead no requests to Services',
  'kube-system/kube-proxy-config': 'new nodes lead no requests to Services',
  'kube-system/amazon-vpc-cni': 'new pods may get no address',
};

const keysOf = (data: Value) => (isObject(data) ? data : {});

/** Who needs an object, or one of its keys: `ConfigMap shop/web`, `ConfigMap shop/web URL`. */
const needs = oncePer((plan: Plan) => {
  const found = new Map<string, string[]>();
  for (const one of all(plan, ...RUNNING)) {
    const object = one.change.after;
    for (const pod of object ? podsOf(object).values() : []) {
      for (const need of needsOf(pod, one.namespace)) {
        const users = found.get(need);
        if (users) users.push(one.name);
        else found.set(need, [one.name]);
      }
    }
  }
  return found;
});

function needsOf(pod: Value, namespace: string): string[] {
  const spec = at(pod, 'spec');
  const found: string[] = [];
  const add = (kind: string, place: Value, key = 'name') => {
    const [name] = texts(at(place, key));
    if (name === undefined || at(place, 'optional') === true) return;
    found.push(`${kind} ${namespace}/${name}`);
    for (const item of [
      ...texts(at(place, 'key')),
      ...list(at(place, 'items')).flatMap((one) => texts(at(one, 'key'))),
    ]) {
      found.push(`${kind} ${namespace}/${name} ${item}`);
    }
  };
  add('ServiceAccount', spec, 'serviceAccountName');
  for (const volume of list(at(spec, 'volumes'))) {
    add('ConfigMap', at(volume, 'configMap'));
    add('Secret', at(volume, 'secret'), 'secretName');
    add('PersistentVolumeClaim', at(volume, 'persistentVolumeClaim'), 'claimName');
    for (const source of list(at(volume, 'projected.sources'))) {
      add('ConfigMap', at(source, 'configMap'));
      add('Secret', at(source, 'secret'));
    }
  }
  for (const container of ['initContainers', 'containers'].flatMap((name) => [...list(at(spec, name))])) {
    for (const from of list(at(container, 'envFrom'))) {
      add('ConfigMap', at(from, 'configMapRef'));
      add('Secret', at(from, 'secretRef'));
    }
    for (const variable of list(at(container, 'env'))) {
      add('ConfigMap', at(variable, 'valueFrom.configMapKeyRef'));
      add('Secret', at(variable, 'valueFrom.secretKeyRef'));
    }
  }
  return found;
}
