import type { Change } from '../../../change';
import { allOf } from '../../../finding';
import {
  all,
  type ClusterObject,
  clusterObjects,
  isExempt,
  isLost,
  labels,
} from '../../../kubernetes/cluster-object';
import { oncePer } from '../../../once-per';
import type { Plan } from '../../../plan';
import { at, canonical, list, texts, type Value, type Values } from '../../../value';
import { named, word } from '../outage';
import { goesWithIts, knows, selected } from './workloads';

/** What leads requests on, and what is lost with it. */
const LEADS: Readonly<Record<string, string>> = {
  IngressClass: 'nobody serves the Ingresses of the class',
  Gateway: 'nobody is answered at its addresses',
  GatewayClass: 'nobody serves the Gateways of the class',
  VirtualService: 'requests are led as it says no more',
};
const ROUTES = ['Ingress', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute'];

/** Why requests no longer reach pods. */
export function kubernetesEntrances(change: Change, plan: Plan): string[] {
  return clusterObjects(change, plan)
    .filter((object) => object.before && !isExempt(object, plan))
    .flatMap((object) => closed(object, plan));
}

function closed(object: ClusterObject, plan: Plan): string[] {
  if (object.kind === 'Service') return service(object, plan);
  if (ROUTES.includes(object.kind)) {
    const isRoute = object.kind !== 'Ingress';
    return allOf(
      route(object, plan),
      scheme(object),
      another(object),
      names(object),
      isRoute ? nowhere(object.before, object.after) : undefined,
    );
  }
  if (object.kind === 'TargetGroupBinding') return binding(object, plan);
  if (object.kind.startsWith('CustomResourceDefinition')) return versions(object);
  if (object.kind === 'Gateway' && object.after) return closedListeners(object);
  const lost = Object.hasOwn(LEADS, object.kind) ? LEADS[object.kind] : undefined;
  return lost && isLost(object, plan) ? [`is deleted: ${lost}`] : [];
}

/** Versions of a kind that the API answers for no more. */
function versions({ before, after }: ClusterObject): string[] {
  const served = (side: Value) =>
    list(at(side, 'spec.versions'))
      .filter((one) => at(one, 'served') !== false)
      .map((one) => word(at(one, 'name')));
  const left = served(after);
  const lost = after ? served(before).filter((name) => !left.includes(name)) : [];
  return lost.length > 0
    ? [`no longer answers for version ${named(lost)} of its kind: who asks for it gets an error`]
    : [];
}

/** Listeners of a gateway that are there no more, by what they answered for. */
function closedListeners({ before, after }: ClusterObject): string[] {
  const of = (side: Value) =>
    [...list(at(side, 'spec.listeners')), ...list(at(side, 'spec.servers'))].map((one) =>
      [
        at(one, 'hostname') ?? at(one, 'hosts.0') ?? at(one, 'name'),
        at(one, 'port.number') ?? at(one, 'port'),
      ]
        .map(word)
        .join(' port '),
    );
  const left = of(after);
  const lost = of(before).filter((one) => !left.includes(one));
  return lost.length > 0 ? [`no longer answers for ${named(lost)}`] : [];
}

/** Rules of a route that led somewhere, and lead nowhere. */
function nowhere(before: Value, after: Value): string | undefined {
  const empty = (side: Value) =>
    list(at(side, 'spec.rules')).filter(
      (rule) => list(at(rule, 'backendRefs')).length === 0 && list(at(rule, 'filters')).length === 0,
    );
  return after &&
    list(at(before, 'spec.rules')).some((rule) => list(at(rule, 'backendRefs')).length > 0) &&
    empty(after).length > empty(before).length
    ? 'leads requests to nobody any more: a rule has no backendRefs'
    : undefined;
}

const selectorOf = (side: Value) => labels(side, 'spec.selector');

/** Whether a Service ends together with all pods that it led to. */
function endsWithPods(object: ClusterObject, plan: Plan): boolean {
  return goesWithIts(plan, object.namespace, selectorOf(object.before));
}

function service(object: ClusterObject, plan: Plan): string[] {
  const { name, namespace, before, after } = object;
  if (!after) {
    return isLost(object, plan) && !endsWithPods(object, plan)
      ? [`is deleted: nobody reaches pods at ${name} any more`]
      : [];
  }
  const [selector, other] = [selectorOf(before), selectorOf(after)];
  const isOther = canonical(selector) !== canonical(other);
  const takes = selected(plan, namespace, other, 'after');
  const ports = list(at(before, 'spec.ports')).map((one) => word(at(one, 'port')));
  const left = list(at(after, 'spec.ports')).map((one) => word(at(one, 'port')));
  const lost = ports.filter((port) => !left.includes(port));
  const isBalancer = (side: Value) => at(side, 'spec.type') === 'LoadBalancer';
  return allOf(
    isOther && takes.length === 0
      ? `leads to other pods, ${words(selector)} → ${words(other)}, ${knows(plan, namespace) ? 'of which there are none' : 'of which the plan knows none'}`
      : undefined,
    lost.length > 0
      ? `no longer answers at port ${named(lost)} of ${name}, but at ${named(left)}: who asks there gets no answer`
      : undefined,
    isBalancer(before) && !isBalancer(after)
      ? `loses its load balancer: ${name} is reached from the cluster alone`
      : undefined,
    targetLost(before, after, takes),
    scheme(object),
    another(object),
    names(object),
  );
}

const words = (selector: Values) =>
  Object.entries(selector)
    .map(([key, value]) => `${key}=${word(value)}`)
    .join(',') || 'nothing';

/** It leads to a port that no container of its pods has. Those that name no port have any. */
function targetLost(before: Value, after: Value, takes: readonly ClusterObject[]): string | undefined {
  const target = (side: Value) =>
    list(at(side, 'spec.ports')).map((one) => word(at(one, 'targetPort') ?? at(one, 'port')));
  const fresh = target(after).filter((port) => !target(before).includes(port));
  const open = takes.flatMap(({ after: pods }) =>
    list(at(pods, 'spec.template.spec.containers')).flatMap((container) =>
      list(at(container, 'ports')).flatMap((one) => [word(at(one, 'containerPort')), word(at(one, 'name'))]),
    ),
  );
  const lost = fresh.filter((port) => open.length > 0 && !open.includes(port));
  return lost.length > 0 ? `leads to port ${named(lost)}, which none of its pods has` : undefined;
}

/** What says which load balancer serves it. */
const BALANCERS = [
  'alb.ingress.kubernetes.io/group.name',
  'alb.ingress.kubernetes.io/load-balancer-name',
  'service.beta.kubernetes.io/aws-load-balancer-name',
];

function another({ before, after }: ClusterObject): string | undefined {
  if (!after) return undefined;
  const of = (side: Value) => [
    at(side, 'spec.loadBalancerClass'),
    ...BALANCERS.map((key) => labels(side, NOTES)[key]),
  ];
  const [was, will] = [of(before), of(after)];
  const index = was.findIndex((one, place) => one !== undefined && one !== will[place]);
  return index < 0
    ? undefined
    : `is served by another load balancer, ${word(was[index])} → ${word(will[index])}: its address is another one`;
}

/** Names that a program such as external-dns makes for it. */
function names({ before, after }: ClusterObject): string | undefined {
  const of = (side: Value) =>
    word(labels(side, NOTES)['external-dns.alpha.kubernetes.io/hostname'])
      .split(',')
      .map((one) => one.trim());
  if (!after || of(before)[0] === 'nothing') return undefined;
  const lost = of(before).filter((one) => !of(after).includes(one));
  return lost.length > 0 ? `loses its name in DNS: ${named(lost)}` : undefined;
}

const NOTES = 'metadata.annotations';
const SCHEMES = ['alb.ingress.kubernetes.io/scheme', 'service.beta.kubernetes.io/aws-load-balancer-scheme'];

function scheme({ before, after }: ClusterObject): string | undefined {
  const of = (side: Value) => SCHEMES.map((key) => labels(side, 'metadata.annotations')[key]).find(Boolean);
  return of(before) === 'internet-facing' && after !== undefined && of(after) !== 'internet-facing'
    ? 'can no longer be reached from the internet: internet-facing → internal'
    : undefined;
}

/** `shop.example.com/cart` of all rules. */
function led(side: Value): string[] {
  const hosts = [...texts(list(at(side, 'spec.hostnames')))];
  const rules = list(at(side, 'spec.rules'));
  const ofRules = rules.flatMap((rule) => {
    const host = at(rule, 'host');
    const paths = list(at(rule, 'http.paths')).map((one) => at(one, 'path'));
    const prefix = typeof host === 'string' ? host : '';
    return (paths.length > 0 ? paths : ['']).map(
      (path) => `${prefix}${typeof path === 'string' ? path : ''}`,
    );
  });
  return [...new Set([...hosts, ...ofRules])].filter(Boolean);
}

const ledAfter = oncePer(
  (plan: Plan) => new Set(all(plan, ...ROUTES).flatMap(({ after }) => (after ? led(after) : []))),
);

/** Names of the Services that a route leads to. */
function backends(side: Value): string[] {
  const ofIngress = list(at(side, 'spec.rules')).flatMap((rule) =>
    list(at(rule, 'http.paths')).map((one) => at(one, 'backend.service.name')),
  );
  const ofRoutes = list(at(side, 'spec.rules')).flatMap((rule) =>
    list(at(rule, 'backendRefs')).map((one) => at(one, 'name')),
  );
  const fallback = at(side, 'spec.defaultBackend.service.name');
  return texts([...ofIngress, ...ofRoutes, fallback]);
}

const services = oncePer((plan: Plan) => new Map(all(plan, 'Service').map((one) => [one.name, one])));

function leadsToWhatGoes(plan: Plan, { namespace }: ClusterObject, names: readonly string[]): boolean {
  const found = names.map((name) => services(plan).get([namespace, name].filter(Boolean).join('/')));
  return found.length > 0 && found.every((one) => one && !one.after && endsWithPods(one, plan));
}

function route(object: ClusterObject, plan: Plan): string[] {
  const { before, after } = object;
  if (!after) {
    if (!isLost(object, plan) || leadsToWhatGoes(plan, object, backends(before))) return [];
    const own = led(before).filter((one) => !ledAfter(plan).has(one));
    if (own.length === 0 && led(before).length > 0) return [];
    return [`is deleted: requests for ${own.length > 0 ? named(own) : object.name} reach nobody`];
  }
  const lost = led(before).filter((one) => !led(after).includes(one) && !ledAfter(plan).has(one));
  const [was, will] = ['spec.ingressClassName'].flatMap((path) => [at(before, path), at(after, path)]);
  return allOf(
    lost.length > 0 ? `no longer leads requests for ${named(lost)} to anybody` : undefined,
    was && was !== will
      ? `is served by another class, ${word(was)} → ${word(will)}: its address is another one`
      : undefined,
  );
}

function binding(object: ClusterObject, plan: Plan): string[] {
  const { namespace, before, after } = object;
  if (after || !isLost(object, plan) || boundAfter(plan).has(at(before, 'spec.targetGroupARN') ?? null))
    return [];
  const name = word(at(before, 'spec.serviceRef.name'));
  if (leadsToWhatGoes(plan, object, [name])) return [];
  return [
    `is deleted: the load balancer no longer leads requests to ${[namespace, name].filter(Boolean).join('/')}`,
  ];
}

const boundAfter = oncePer(
  (plan: Plan) =>
    new Set(
      all(plan, 'TargetGroupBinding').flatMap(({ after }) =>
        after ? [at(after, 'spec.targetGroupARN') ?? null] : [],
      ),
    ),
);

const bindings = oncePer((plan: Plan) => {
  const found = new Map<Value, ClusterObject>();
  for (const one of all(plan, 'TargetGroupBinding')) {
    if (one.before) found.set(at(one.before, 'spec.targetGroupARN'), one);
  }
  return found;
});

/** Whether a target group led to pods that go in the same plan. */
export function ledToPodsThatGo(plan: Plan, group: string): boolean {
  const one = bindings(plan).get(group);
  return (
    one !== undefined &&
    !one.after &&
    leadsToWhatGoes(plan, one, [word(at(one.before, 'spec.serviceRef.name'))])
  );
}
