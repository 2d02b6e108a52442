import { all, type ClusterObject, isExempt, labels } from '../../../kubernetes/cluster-object';
import { oncePer } from '../../../once-per';
import type { Plan } from '../../../plan';
import { at, canonical, list, type Value, type Values } from '../../../value';
import { word } from '../outage';

/** What runs pods all the time. */
export const WORKLOADS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Rollout',
];

/** Labels that tell one version of the same from another. */
const VERSIONS = new Set([
  ...['version', 'app.kubernetes.io/version', 'track', 'release', 'color', 'colour', 'slot', 'variant'],
  ...['pod-template-hash', 'helm.sh/chart', 'app.kubernetes.io/instance'],
]);

const pods = (side: Value) => labels(side, 'spec.template.metadata.labels');

/** What pods are, whichever version of it they run. */
function workOf(side: Value): string {
  const own = Object.entries(pods(side)).filter(([key]) => !VERSIONS.has(key));
  return own.length > 0 ? canonical(Object.fromEntries(own)) : '';
}

/** Whether labels have all that a selector asks for. One that asks for nothing takes nothing, as a Service's does. */
function selects(selector: Values, own: Values): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => own[key] === value);
}

type Side = 'before' | 'after';

const labelKey = (side: Side, namespace: string, [key, value]: readonly [string, Value]) =>
  `${side} ${namespace} ${key}=${word(value)}`;

/** Workloads by each label of their pods, and the namespaces that have some. */
const byLabel = oncePer((plan: Plan) => {
  const found = new Map<string, ClusterObject[]>();
  const namespaces = new Set<string>();
  for (const one of all(plan, ...WORKLOADS)) {
    namespaces.add(one.namespace);
    for (const side of ['before', 'after'] as const) {
      for (const label of Object.entries(one[side] === undefined ? {} : pods(one[side]))) {
        const key = labelKey(side, one.namespace, label);
        if (!found.has(key)) found.set(key, []);
        found.get(key)!.push(one);
      }
    }
  }
  return { found, namespaces };
});

/** Namespace and work of all that runs afterwards. */
const works = oncePer(
  (plan: Plan) =>
    new Set(
      all(plan, ...WORKLOADS).flatMap(({ namespace, name, after }) =>
        after ? [`${namespace} ${workOf(after)}`, `${namespace} name ${name}`] : [],
      ),
    ),
);

/** Whether pods of a workload run no more, in no version. */
export function stops({ namespace, name, before, after }: ClusterObject, plan: Plan): boolean {
  if (before === undefined || after !== undefined) return false;
  const work = workOf(before);
  return (
    !works(plan).has(`${namespace} name ${name}`) && !(work !== '' && works(plan).has(`${namespace} ${work}`))
  );
}

/** The workloads that a selector takes, before or after. */
export function selected(plan: Plan, namespace: string, selector: Values, side: Side): ClusterObject[] {
  const lists = Object.entries(selector).map(
    (label) => byLabel(plan).found.get(labelKey(side, namespace, label)) ?? [],
  );
  const [fewest = []] = lists.sort((a, b) => a.length - b.length);
  return fewest.filter((one) => selects(selector, pods(one[side])));
}

/** Whether the plan tells of workloads in a namespace at all. */
export function knows(plan: Plan, namespace: string): boolean {
  return byLabel(plan).namespaces.has(namespace);
}

/** Whether all workloads that a selector took go, in this version at least. */
export function goesWithIts(plan: Plan, namespace: string, selector: Values): boolean {
  const before = selected(plan, namespace, selector, 'before');
  return before.length > 0 && selected(plan, namespace, selector, 'after').length === 0;
}

/** The service that an object is a part of, by its labels. */
export function serviceOf({ namespace, before, after, name }: ClusterObject): string {
  const side = before ?? after;
  const own = { ...labels(side, 'metadata.labels'), ...pods(side) };
  const label = ['app.kubernetes.io/name', 'k8s-app', 'app']
    .map((key) => own[key])
    .find((one) => typeof one === 'string');
  return `${namespace} ${String(label ?? name)}`;
}

/** What stops, by the service that it is a part of. */
export const stopping = oncePer((plan: Plan) => {
  const found = new Map<string, ClusterObject[]>();
  for (const one of all(plan, ...WORKLOADS)) {
    if (!stops(one, plan) || isExempt(one, plan)) continue;
    const service = serviceOf(one);
    if (!found.has(service)) found.set(service, []);
    found.get(service)!.push(one);
  }
  for (const some of found.values())
    some.sort((a, b) => (a.change.resource.address < b.change.resource.address ? -1 : 1));
  return found;
});

/** Containers of a workload's pods, with how many of these pods run. */
export function podsOf({ after }: ClusterObject): {
  readonly containers: readonly Value[];
  readonly replicas: Value;
} {
  return {
    containers: list(at(after, 'spec.template.spec.containers')),
    replicas: at(after, 'spec.replicas'),
  };
}
