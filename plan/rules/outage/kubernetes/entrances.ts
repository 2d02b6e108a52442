import type { Change } from '../../../change';
import { allOf } from '../../../finding';
import type { Plan } from '../../../plan';
import { at, canonical, list, texts, type Value } from '../../../value';
import { named, oncePer, word } from '../outage';
import { all, field, isExempt, isLost, items, type KubeObject, labels, objectOf } from './object';
import { goesWithIts, knows, selected } from './workloads';

/** What leads requests on, and what is lost with it. */
const LEADS: Readonly<Record<string, string>> = {
  ingressclass: 'nobody serves the Ingresses of the class',
  gateway: 'nobody is answered at its addresses',
  gatewayclass: 'nobody serves the Gateways of the class',
  virtualservice: 'requests are led as it says no more',
};
const ROUTES = ['ingress', 'httproute', 'grpcroute', 'tcproute', 'tlsroute'];

/** Why requests no longer reach pods. */
export function kubernetesEntrances(change: Change, plan: Plan): string[] {
  const object = objectOf(change);
  if (!object || isExempt(object, plan) || !object.before) return [];
  if (object.kind === 'service') return service(object, plan);
  if (ROUTES.includes(object.kind)) return allOf(route(object, plan), scheme(object));
  if (object.kind === 'targetgroupbinding') return binding(object, plan);
  const lost = Object.hasOwn(LEADS, object.kind) ? LEADS[object.kind] : undefined;
  return lost && isLost(object, plan) ? [`is deleted: ${lost}`] : [];
}

const selectorOf = (side: Value) => labels(side, 'spec.selector');

/** Whether a Service ends together with all pods that it led to. */
function endsWithPods(object: KubeObject, plan: Plan): boolean {
  return goesWithIts(plan, object.namespace, selectorOf(object.before));
}

function service(object: KubeObject, plan: Plan): string[] {
  const { name, namespace, before, after } = object;
  if (!after) {
    return isLost(object, plan) && !endsWithPods(object, plan)
      ? [`is deleted: nobody reaches pods at ${name} any more`]
      : [];
  }
  const [selector, other] = [selectorOf(before), selectorOf(after)];
  const isOther = canonical(selector) !== canonical(other);
  const takes = selected(plan, namespace, other, 'after');
  const ports = items(before, 'spec.ports', 'port').map((one) => word(field(one, 'port')));
  const left = items(after, 'spec.ports', 'port').map((one) => word(field(one, 'port')));
  const lost = ports.filter((port) => !left.includes(port));
  const isBalancer = (side: Value) => field(side, 'spec.type') === 'LoadBalancer';
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
  );
}

const words = (selector: Readonly<Record<string, Value>>) =>
  Object.entries(selector)
    .map(([key, value]) => `${key}=${word(value)}`)
    .join(',') || 'nothing';

/** It leads to a port that no container of its pods has. Those that name no port have any. */
function targetLost(before: Value, after: Value, takes: readonly KubeObject[]): string | undefined {
  const target = (side: Value) =>
    items(side, 'spec.ports', 'port').map((one) => word(field(one, 'targetPort') ?? field(one, 'port')));
  const fresh = target(after).filter((port) => !target(before).includes(port));
  const open = takes.flatMap(({ after: pods }) =>
    items(field(pods, 'spec.template.spec'), 'containers').flatMap((container) =>
      items(container, 'ports').flatMap((one) => [
        word(field(one, 'containerPort')),
        word(field(one, 'name')),
      ]),
    ),
  );
  const lost = fresh.filter((port) => open.length > 0 && !open.includes(port));
  return lost.length > 0 ? `leads to port ${named(lost)}, which none of its pods has` : undefined;
}

const SCHEMES = ['alb.ingress.kubernetes.io/scheme', 'service.beta.kubernetes.io/aws-load-balancer-scheme'];

function scheme({ before, after }: KubeObject): string | undefined {
  const of = (side: Value) => SCHEMES.map((key) => labels(side, 'metadata.annotations')[key]).find(Boolean);
  return of(before) === 'internet-facing' && after !== undefined && of(after) !== 'internet-facing'
    ? 'can no longer be reached from the internet: internet-facing → internal'
    : undefined;
}

/** `shop.example.com/cart` of all rules. */
function led(side: Value): string[] {
  const hosts = [...texts(list(field(side, 'spec.hostnames')))];
  const rules = items(side, 'spec.rules', 'rule');
  const ofRules = rules.flatMap((rule) => {
    const host = field(rule, 'host');
    const paths = items(field(rule, 'http'), 'paths', 'path').map((one) => field(one, 'path'));
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
  const ofIngress = items(side, 'spec.rules', 'rule').flatMap((rule) =>
    items(field(rule, 'http'), 'paths', 'path').map((one) => field(one, 'backend.service.name')),
  );
  const ofRoutes = items(side, 'spec.rules', 'rule').flatMap((rule) =>
    items(rule, 'backendRefs', 'backend_refs').map((one) => field(one, 'name')),
  );
  const fallback = field(side, 'spec.defaultBackend.service.name');
  return texts([...ofIngress, ...ofRoutes, fallback]);
}

const services = oncePer((plan: Plan) => new Map(all(plan, 'service').map((one) => [one.name, one])));

function leadsToWhatGoes(plan: Plan, { namespace }: KubeObject, names: readonly string[]): boolean {
  const found = names.map((name) => services(plan).get([namespace, name].filter(Boolean).join('/')));
  return found.length > 0 && found.every((one) => one && !one.after && endsWithPods(one, plan));
}

function route(object: KubeObject, plan: Plan): string[] {
  const { before, after } = object;
  if (!after) {
    if (!isLost(object, plan) || leadsToWhatGoes(plan, object, backends(before))) return [];
    const own = led(before).filter((one) => !ledAfter(plan).has(one));
    if (own.length === 0 && led(before).length > 0) return [];
    return [`is deleted: requests for ${own.length > 0 ? named(own) : object.name} reach nobody`];
  }
  const lost = led(before).filter((one) => !led(after).includes(one) && !ledAfter(plan).has(one));
  const [was, will] = ['spec.ingressClassName'].flatMap((path) => [field(before, path), field(after, path)]);
  return allOf(
    lost.length > 0 ? `no longer leads requests for ${named(lost)} to anybody` : undefined,
    was && was !== will
      ? `is served by another class, ${word(was)} → ${word(will)}: its address is another one`
      : undefined,
  );
}

function binding(object: KubeObject, plan: Plan): string[] {
  const { namespace, before, after } = object;
  if (after || !isLost(object, plan) || boundAfter(plan).has(field(before, 'spec.targetGroupARN') ?? null))
    return [];
  const name = word(field(before, 'spec.serviceRef.name'));
  if (leadsToWhatGoes(plan, object, [name])) return [];
  return [
    `is deleted: the load balancer no longer leads requests to ${[namespace, name].filter(Boolean).join('/')}`,
  ];
}

const boundAfter = oncePer(
  (plan: Plan) =>
    new Set(
      all(plan, 'targetgroupbinding').flatMap(({ after }) =>
        after ? [field(after, 'spec.targetGroupARN') ?? null] : [],
      ),
    ),
);

const bindings = oncePer((plan: Plan) => {
  const found = new Map<Value, KubeObject>();
  for (const one of all(plan, 'targetgroupbinding')) {
    if (one.before) found.set(field(one.before, 'spec.targetGroupARN') ?? at(one.before, 'arn'), one);
  }
  return found;
});

/** Whether a target group led to pods that go in the same plan. */
export function ledToPodsThatGo(plan: Plan, group: string): boolean {
  const one = bindings(plan).get(group);
  return (
    one !== undefined &&
    !one.after &&
    leadsToWhatGoes(plan, one, [word(field(one.before, 'spec.serviceRef.name'))])
  );
}
