import { blockOf } from '../cidr';
import { type ReachPiece, without } from '../network/reach';
import { at, canonical, isObject, list, Mark, texts, type Value } from '../value';
import type { PlannedObject } from './object';
import { chooses, isEverything, selectorText } from './selector';

/** What one rule of a network policy lets through: one peer, one range of ports. */
export interface PolicyFlow {
  readonly direction: 'ingress' | 'egress';
  /** Undefined: everybody. */
  readonly peer: Value;
  readonly protocol: string;
  /** A number, a name, or undefined for all. */
  readonly port: number | string | undefined;
  readonly end: number | undefined;
}

export function flows({ body }: PlannedObject): PolicyFlow[] {
  return (['ingress', 'egress'] as const).flatMap((direction) =>
    list(at(body, `spec.${direction}`)).flatMap((rule) => {
      const peers = list(rule instanceof Mark ? rule : at(rule, direction === 'ingress' ? 'from' : 'to'));
      const ports = list(rule instanceof Mark ? undefined : at(rule, 'ports'));
      return (peers.length > 0 ? peers : [undefined]).flatMap((peer) =>
        (ports.length > 0 ? ports : [undefined]).map((port) => ({ direction, peer, ...portsOf(port) })),
      );
    }),
  );
}

/** The directions in which the pods of a policy are closed, but for what policies let through. */
export function directions({ body }: PlannedObject): string[] {
  const types = texts(at(body, 'spec.policyTypes'));
  if (types.length > 0) return types;
  return list(at(body, 'spec.egress')).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

function portsOf(port: Value): Pick<PolicyFlow, 'protocol' | 'port' | 'end'> {
  if (!isObject(port)) return { protocol: '*', port: undefined, end: undefined };
  const own = port.port;
  const number = typeof own === 'string' && /^\d{1,5}$/.test(own) ? Number(own) : own;
  const isAll = number === undefined || number === null || number instanceof Mark;
  return {
    protocol: `${port.protocol ?? 'TCP'}`,
    port: isAll ? undefined : (number as number | string),
    end: typeof port.endPort === 'number' && !isAll ? port.endPort : undefined,
  };
}

export function coversPorts(wide: PolicyFlow, narrow: PolicyFlow): boolean {
  if (wide.protocol !== '*' && wide.protocol !== narrow.protocol) return false;
  if (wide.port === undefined) return true;
  if (typeof wide.port === 'string' || typeof narrow.port !== 'number') return wide.port === narrow.port;
  return wide.port <= narrow.port && lastPort(wide) >= lastPort(narrow);
}

function lastPort({ port, end }: PolicyFlow): number {
  return end ?? (port as number);
}

/** Whether all that one peer is another one is too. */
export function coversPeer(wide: Value, narrow: Value): boolean {
  if (wide === undefined || canonical(wide) === canonical(narrow)) return true;
  if (wide instanceof Mark || narrow instanceof Mark || narrow === undefined) return false;
  const [hosts, others] = [hostsOf(wide), hostsOf(narrow)];
  if (hosts.length > 0 || others.length > 0)
    return others.length > 0 && others.every((host) => hosts.includes(host));
  if (at(wide, 'ipBlock') || at(narrow, 'ipBlock')) {
    const asked = addresses(narrow);
    return asked.length > 0 && addresses(wide).length > 0 && minus(asked, addresses(wide)).length === 0;
  }
  const [one, other] = [at(wide, 'namespaceSelector'), at(narrow, 'namespaceSelector')];
  // Without a selector of namespaces it is the policy's own.
  const namespaces =
    one === undefined
      ? other === undefined
      : isEverything(one) || (other !== undefined && chooses(one, other));
  return namespaces && chooses(at(wide, 'podSelector'), at(narrow, 'podSelector'));
}

/** Hosts that a peer names, of a policy of EKS Auto Mode. */
export function hostsOf(peer: Value): string[] {
  return texts(at(peer, 'domainNames'));
}

/** Addresses of a peer, less those that it excepts. */
export function addresses(peer: Value): ReachPiece[] {
  const cidr = at(peer, 'ipBlock.cidr');
  const block = typeof cidr === 'string' ? blockOf(cidr) : undefined;
  if (!block) return [];
  const whole = { family: block.kind, first: block.first, last: block.last, from: 0, to: 0 };
  const excepted = texts(at(peer, 'ipBlock.except')).flatMap((text) => blockOf(text) ?? []);
  return minus(
    [whole],
    excepted
      .filter(({ kind }) => kind === block.kind)
      .map(({ first, last }) => ({ first, last, from: 0, to: 0 })),
  );
}

export function minus(pieces: readonly ReachPiece[], others: readonly ReachPiece[]): ReachPiece[] {
  return others.reduce<ReachPiece[]>(
    (left, other) =>
      left.flatMap((piece) =>
        other.family !== undefined && other.family !== piece.family ? [piece] : without(piece, other),
      ),
    [...pieces],
  );
}

export function flowText({ direction, peer, protocol, port, end }: PolicyFlow): string {
  const ports = port === undefined ? 'every port' : `port ${end ? `${port}-${end}` : port}`;
  const what = protocol === '*' || protocol === 'TCP' ? ports : `${ports} (${protocol})`;
  return direction === 'ingress'
    ? `lets ${peerText(peer)} in, to ${what}`
    : `lets out to ${peerText(peer)}, on ${what}`;
}

function peerText(peer: Value): string {
  if (peer === undefined) return 'everybody';
  if (peer instanceof Mark) return 'whom nobody can see before the apply';
  const hosts = hostsOf(peer);
  if (hosts.length > 0) return hosts.join(', ');
  if (at(peer, 'ipBlock')) {
    const cidr = at(peer, 'ipBlock.cidr');
    const except = texts(at(peer, 'ipBlock.except'));
    const who = typeof cidr === 'string' ? cidr : 'addresses that nobody can see before the apply';
    return except.length > 0 ? `${who} except ${except.join(', ')}` : who;
  }
  const [namespaces, pods] = [at(peer, 'namespaceSelector'), at(peer, 'podSelector')];
  const which = pods === undefined || isEverything(pods) ? 'every pod' : `pods with ${selectorText(pods)}`;
  if (namespaces === undefined) return `${which} of the namespace`;
  return isEverything(namespaces)
    ? `${which} of all namespaces`
    : `${which} of namespaces with ${selectorText(namespaces)}`;
}
