import type { Change } from '../change';
import { contains, isPublic } from '../cidr';
import type { Rule } from '../finding';
import { isKind, NAMESPACES } from '../kubernetes';
import type { Plan } from '../plan';
import { at, canonical, list, Mark, texts, type Value } from '../value';

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
    const before = flows(change.before);
    const opened = flows(change.after)
      .filter((flow) => !before.some((earlier) => covers(earlier, flow)))
      .filter((flow) => isWide(flow, change));
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
      const ports = list(at(rule, 'ports')).map((port) => canonical(port));
      return (peers.length > 0 ? peers : [undefined]).map((peer) => ({ direction, peer, ports }));
    }),
  );
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

/** A new policy may lead to the internet by one port, as a service that binds it has to. */
function isWide({ peer, ports, direction }: Flow, { action }: Change): boolean {
  const isOpen = isEverybody(peer) || (blockOf({ peer }) !== undefined && isPublic(blockOf({ peer })!));
  if (!isOpen) return false;
  return action !== 'create' || ports.length === 0 || direction === 'ingress';
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
