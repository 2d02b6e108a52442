import type { Change } from '../change';
import { contains, isPublic } from '../cidr';
import type { Rule } from '../finding';
import { isKind, NAMESPACES } from '../kubernetes';
import type { Plan } from '../plan';
import { at, canonical, isObject, list, Mark, texts, type Value } from '../value';

const ACCOUNTS = ['kubernetes_service_account', 'kubernetes_service_account_v1'];

/** One peer of a network policy, with the ports that it may use; an empty list of ports is all. */
interface Flow {
  readonly direction: 'ingress' | 'egress';
  /** Undefined: everybody. */
  readonly peer: Value;
  readonly ports: readonly string[];
}

export const networkPolicyWeakened: Rule = {
  id: 'network-policy-weakened',
  kind: 'exposure',
  finds:
    'pods of a cluster can be reached, or can reach, more than before: everybody, the internet, all ports',
  judge: (change, plan) => {
    if (!isKind(change, 'network_policy')) return undefined;
    if (change.action === 'delete') return deleted(change, plan);
    const before = [change, ...plan.changes.filter((other) => isOfSamePods(other, change))].flatMap(
      (policy) => flows(policy.before),
    );
    const opened = flows(change.after)
      .filter((flow) => !before.some((earlier) => covers(earlier, flow)))
      .filter((flow) => isWide(flow, change, plan));
    const lost = lostDirections(change);
    const found = [
      ...opened.map(describe),
      ...lost.map((direction) => `no longer holds back any ${direction}`),
    ];
    return found.length > 0 ? [...new Set(found)].join('; ') : undefined;
  },
};

/** A policy that only lets through is missed by nobody but those that it let through. */
function deleted(change: Change, plan: Plan): string | undefined {
  if (plan.deletes(change.was('metadata.0.namespace'), ...NAMESPACES)) return undefined;
  const pods = at(change.before, 'spec.0.pod_selector.0');
  return isEverybody(pods)
    ? 'is deleted: pods of the namespace reach, and are reached by, everybody'
    : undefined;
}

function lostDirections(change: Change): string[] {
  if (!change.stays) return [];
  const types = (side: 'was' | 'will') => texts(change[side]('spec.0.policy_types'));
  return types('was').filter((type) => !types('will').includes(type));
}

function flows(side: Value): Flow[] {
  return (['ingress', 'egress'] as const).flatMap((direction) =>
    list(at(side, `spec.0.${direction}`)).flatMap((rule) => {
      const peers = list(at(rule, direction === 'ingress' ? 'from' : 'to'));
      const ports = list(at(rule, 'ports')).map(portText);
      return (peers.length > 0 ? peers : [undefined]).map((peer) => ({ direction, peer, ports }));
    }),
  );
}

/** What is there has an end of 0 where none was written. */
function portText(port: Value): string {
  if (!isObject(port)) return canonical(port);
  const { end_port: end, ...rest } = port;
  return canonical(end ? port : rest);
}

function covers(wide: Flow, narrow: Flow): boolean {
  const [has, asked] = [blockOf(wide), blockOf(narrow)];
  const isIn =
    has && asked && contains(has, asked) && canonical(at(wide.peer, 'ip_block.0.except') ?? []) === '[]';
  return (
    wide.direction === narrow.direction &&
    (isEverybody(wide.peer) || canonical(wide.peer) === canonical(narrow.peer) || Boolean(isIn)) &&
    (wide.ports.length === 0 ||
      (narrow.ports.length > 0 && narrow.ports.every((port) => wide.ports.includes(port))))
  );
}

/** Pods that are new may be led to the internet by one port, as a service that binds it has to. */
function isWide({ peer, ports, direction }: Flow, change: Change, plan: Plan): boolean {
  const isOpen = isEverybody(peer) || (blockOf({ peer }) !== undefined && isPublic(blockOf({ peer })!));
  if (!isOpen) return false;
  return !areNew(change, plan) || ports.length === 0 || direction === 'ingress';
}

/** They have an account of their own, by the name of their service or by that of the policy. */
function areNew(change: Change, plan: Plan): boolean {
  if (change.action !== 'create') return false;
  const labels = change.will('spec.0.pod_selector.0.match_labels');
  const service = isObject(labels) ? labels['app.kubernetes.io/name'] : undefined;
  return [service, change.will('metadata.0.name')].some((name) => plan.creates(name, ...ACCOUNTS));
}

/** Policies of the same pods add up: what one of them has allowed is nothing new in another. */
function isOfSamePods(other: Change, change: Change): boolean {
  if (!isKind(other, 'network_policy') || other === change) return false;
  return ['metadata.0.namespace', 'spec.0.pod_selector'].every(
    (path) => canonical(other.was(path)) === canonical(change.will(path)),
  );
}

function blockOf({ peer }: Pick<Flow, 'peer'>): string | undefined {
  return texts(at(peer, 'ip_block.0.cidr'))[0];
}

/** A selector, or a peer, that chooses nothing. */
function isEverybody(selector: Value): boolean {
  if (selector instanceof Mark) return false;
  const texts = canonical(selector ?? {}).replace(/"[\w]+":/g, '');
  return !/["\d]/.test(texts);
}

function describe({ direction, peer, ports }: Flow): string {
  const what = ports.length === 0 ? 'every port' : `ports ${ports.map(portOf).join(', ')}`;
  const who = isEverybody(peer) ? 'everybody' : blockOf({ peer });
  return direction === 'ingress' ? `lets ${who} in, to ${what}` : `lets out to ${who}, on ${what}`;
}

function portOf(text: string): string {
  return text.match(/"port":"?([\w-]+)/)?.[1] ?? 'all';
}
