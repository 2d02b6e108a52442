import type { Rule } from '../finding';
import {
  addresses,
  coversPeer,
  coversPorts,
  directions,
  flows,
  flowText,
  hostsOf,
  minus,
  type PolicyFlow,
} from '../kubernetes/flows';
import type { PlannedObject } from '../kubernetes/object';
import {
  clusterSides,
  isThere,
  isWithNamespace,
  type ObjectChange,
  objectChanges,
} from '../kubernetes/objects';
import { chooses, chosenBy, isEverything, keptBy, selectorText } from '../kubernetes/selector';
import { isOutside } from '../network/wide';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { at, isObject, Mark, type Value } from '../value';

/** The second is of EKS Auto Mode, and adds to the first. */
const KINDS = ['NetworkPolicy', 'ApplicationNetworkPolicy'];

export const networkPolicyWeakened: Rule = {
  id: 'network-policy-weakened',
  kind: 'exposure',
  finds:
    'pods of a cluster can be reached, or can reach, more than before: everybody, the internet, a whole namespace, all ports',
  judge: (change, plan) =>
    objectChanges(change, plan)
      .filter(({ before, after }) => KINDS.includes((after ?? before)?.kind ?? ''))
      .flatMap((object) => [...opened(object, plan), ...freed(object, plan)]),
};

/** What a policy lets through that no policy of these pods did before. */
function opened({ before: own, after }: ObjectChange, plan: Plan): string[] {
  if (!after) return [];
  // Nobody can see whom it lets through: it may be everybody.
  const spec = after.body.spec;
  if (spec instanceof Mark && spec !== Mark.sensitive)
    return [`may let everybody through: its spec is ${spec.text}`];
  const pods = podsOf(after);
  const earlier = [...(own ? [own] : []), ...policiesOf(plan, 'before', after.namespace, pods)].flatMap(
    flows,
  );
  const wider = flows(after)
    .filter((flow) => !isCovered(flow, earlier))
    .filter((flow) => isWide(flow, earlier, after, own === undefined, plan));
  return [...new Set(wider.map(flowText))];
}

function isCovered(flow: PolicyFlow, earlier: readonly PolicyFlow[]): boolean {
  const alike = earlier.filter((other) => other.direction === flow.direction && coversPorts(other, flow));
  if (alike.some((other) => coversPeer(other.peer, flow.peer))) return true;
  const asked = addresses(flow.peer);
  return (
    asked.length > 0 &&
    minus(
      asked,
      alike.flatMap(({ peer }) => addresses(peer)),
    ).length === 0
  );
}

/** Everybody, the internet, a whole namespace where it was some pods, or more ports of whom it let through. */
function isWide(
  flow: PolicyFlow,
  earlier: readonly PolicyFlow[],
  policy: PlannedObject,
  isNew: boolean,
  plan: Plan,
): boolean {
  if (isOpen(flow.peer)) {
    // Pods that are new may be led to the internet by one port, as a service that binds it has to.
    const isOnePort = flow.port !== undefined && flow.end === undefined;
    return !(isNew && flow.direction === 'egress' && isOnePort && areNew(policy, plan));
  }
  if (flow.direction === 'egress' && isNodesOwn(at(flow.peer, 'ipBlock.cidr'))) return true;
  const alike = earlier.filter(({ direction }) => direction === flow.direction);
  return alike.some(
    (other) =>
      (coversPeer(flow.peer, other.peer) && coversPorts(flow, other)) ||
      (coversPeer(other.peer, flow.peer) && isRange(flow) && coversPorts(flow, other)),
  );
}

/** Where a server of AWS is told who it is: whoever reaches it has the credentials of the node. */
function isNodesOwn(block: Value): boolean {
  return typeof block === 'string' && /^(169\.254\.169\.254|fd00:ec2::254)(\/|$)/.test(block);
}

function isRange({ port, end }: PolicyFlow): boolean {
  return port === undefined || end !== undefined;
}

function isOpen(peer: Value): boolean {
  if (peer === undefined || peer instanceof Mark) return true;
  // Whoever answers for the name says which address it is.
  if (hostsOf(peer).length > 0) return true;
  if (at(peer, 'ipBlock')) {
    const blocks = addresses(peer);
    return blocks.length === 0 || blocks.some(isOutside);
  }
  const namespaces = at(peer, 'namespaceSelector');
  const pods = at(peer, 'podSelector');
  return (namespaces === undefined || isEverything(namespaces)) && (pods === undefined || isEverything(pods));
}

/** Pods that no policy holds back any more: of a policy that goes, chooses fewer, or is of fewer directions. */
function freed({ before, after }: ObjectChange, plan: Plan): string[] {
  if (!before || isWithNamespace(before, plan)) return [];
  const pods = podsOf(before);
  const others = policiesOf(plan, 'after', before.namespace, pods);
  const free = directions(before).filter(
    (direction) => !others.some((policy) => directions(policy).includes(direction)),
  );
  if (free.length === 0 || isGone(pods, before, plan)) return [];
  const who = isEverything(pods) ? 'pods of the namespace' : `pods with ${selectorText(pods)}`;
  const what = after
    ? `no longer holds back any ${free.join(', ')}`
    : `is deleted: nothing holds back ${free.join(', ')}`;
  return [`${what} of ${who}`];
}

/** Whether the pods go with their policy: the account that has their service's name does. */
function isGone(pods: Value, { namespace }: PlannedObject, plan: Plan): boolean {
  const service = serviceOf(pods);
  if (service === undefined) return false;
  const { before, after } = clusterSides(plan);
  const key = `ServiceAccount ${namespace}/${service}`;
  return before.has(key) && !after.has(key);
}

/** They have an account of their own, by the name of their service or by that of the policy. */
function areNew({ namespace, name, body }: PlannedObject, plan: Plan): boolean {
  const { after } = clusterSides(plan);
  return [serviceOf(at(body, 'spec.podSelector')), name].some(
    (account) =>
      account !== undefined &&
      after.has(`ServiceAccount ${namespace}/${account}`) &&
      !isThere('ServiceAccount', namespace, account, plan),
  );
}

function serviceOf(pods: Value): string | undefined {
  const labels = at(pods, 'matchLabels');
  const name = isObject(labels) ? labels['app.kubernetes.io/name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

function podsOf({ body }: PlannedObject): Value {
  return at(body, 'spec.podSelector') ?? {};
}

/** The policies of all that a selector chooses in a namespace, those that do not change too. */
function policiesOf(
  plan: Plan,
  side: 'before' | 'after',
  namespace: string,
  pods: Value,
): readonly PlannedObject[] {
  return chosenBy(pods)
    .flatMap((key) => policies(plan)[side].get(`${namespace} ${key}`) ?? [])
    .filter((policy) => chooses(podsOf(policy), pods));
}

const policies = oncePer((plan) => ({ before: grouped(plan, 'before'), after: grouped(plan, 'after') }));

function grouped(plan: Plan, side: 'before' | 'after'): Map<string, PlannedObject[]> {
  const groups = new Map<string, PlannedObject[]>();
  const { byKind } = clusterSides(plan);
  for (const policy of KINDS.flatMap((kind) => byKind[side].get(kind) ?? [])) {
    const key = `${policy.namespace} ${keptBy(podsOf(policy))}`;
    const group = groups.get(key);
    if (group) group.push(policy);
    else groups.set(key, [policy]);
  }
  return groups;
}
