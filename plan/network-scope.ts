import type { Change } from './change';
import { contains, isPublic } from './cidr';
import { at, list, Mark, texts, type Value } from './value';

/** Who may reach what by one rule of a security group: one source (or, outwards, destination) and a range of ports. */
export interface Scope {
  readonly direction: 'in' | 'out';
  /** `-1` for all. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** A CIDR block, or the id of a group or list of addresses; undefined: only the apply tells. */
  readonly peer: string | undefined;
  readonly isBlock: boolean;
}

/** Types of resources that hold such rules. */
export const SCOPED = [
  'aws_vpc_security_group_ingress_rule',
  'aws_vpc_security_group_egress_rule',
  'aws_security_group_rule',
  'aws_security_group',
  'aws_default_security_group',
];

/** The scopes of a resource before or after a change. */
export function scopes(change: Change, side: 'before' | 'after'): Scope[] {
  const value = (path: string) => (side === 'before' ? change.was(path) : change.will(path));
  if ((side === 'before' ? change.before : change.after) === null) return [];
  switch (change.type) {
    case 'aws_vpc_security_group_ingress_rule':
      return rule('in', value);
    case 'aws_vpc_security_group_egress_rule':
      return rule('out', value);
    case 'aws_security_group_rule':
      return block(value('type') === 'egress' ? 'out' : 'in', value);
    case 'aws_security_group':
    case 'aws_default_security_group':
      return (['ingress', 'egress'] as const).flatMap((name) =>
        list(value(name)).flatMap((item) =>
          item instanceof Mark ? [] : block(name === 'ingress' ? 'in' : 'out', (path) => at(item, path)),
        ),
      );
    default:
      return [];
  }
}

/** Whether all that a scope lets through another one does as well. */
export function covers(wide: Scope, narrow: Scope): boolean {
  return (
    wide.direction === narrow.direction &&
    coversPorts(wide, narrow) &&
    wide.peer !== undefined &&
    narrow.peer !== undefined &&
    (wide.peer === narrow.peer || (wide.isBlock && narrow.isBlock && contains(wide.peer, narrow.peer)))
  );
}

export function coversPorts(wide: Scope, narrow: Scope): boolean {
  if (wide.protocol === '-1') return true;
  return wide.protocol === narrow.protocol && wide.from <= narrow.from && wide.to >= narrow.to;
}

/** Whether it leads to addresses of the internet, or may. */
export function isOpen({ peer, isBlock }: Scope): boolean {
  return isBlock && (peer === undefined || isPublic(peer));
}

/** `tcp 443 from 0.0.0.0/0`. */
export function describe({ direction, protocol, from, to, peer }: Scope): string {
  const ports = from === to ? `${from}` : `${from}-${to}`;
  const what =
    protocol === '-1' ? 'everything' : `${protocol} ${protocol.startsWith('icmp') ? '' : ports}`.trim();
  return `${what} ${direction === 'in' ? 'from' : 'to'} ${peer ?? `addresses ${Mark.unknown.text}`}`;
}

type Read = (path: string) => Value;

function rule(direction: Scope['direction'], value: Read): Scope[] {
  const blocks = [value('cidr_ipv4'), value('cidr_ipv6')];
  const others = [value('referenced_security_group_id'), value('prefix_list_id')];
  return scopesOf(direction, value('ip_protocol'), value, blocks, others);
}

function block(direction: Scope['direction'], value: Read): Scope[] {
  const blocks = ['cidr_blocks', 'ipv6_cidr_blocks'].flatMap((path) => list(value(path)));
  const others = ['security_groups', 'source_security_group_id', 'prefix_list_ids'].flatMap((path) =>
    list(value(path)),
  );
  const self = value('self') === true ? ['itself'] : [];
  return scopesOf(direction, value('protocol'), value, blocks, [...others, ...self]);
}

function scopesOf(
  direction: Scope['direction'],
  protocol: Value,
  value: Read,
  blocks: readonly Value[],
  others: readonly Value[],
): Scope[] {
  const number = (path: string, otherwise: number) => {
    const port = value(path);
    return typeof port === 'number' ? port : otherwise;
  };
  const ports = {
    direction,
    protocol: protocolOf(protocol),
    from: number('from_port', 0),
    to: number('to_port', 65_535),
  };
  const scope = (isBlock: boolean) => (peer: Value) =>
    peer === Mark.unknown || typeof peer === 'string'
      ? [{ ...ports, isBlock, peer: texts(peer)[0] }].filter(({ peer }) => peer !== '')
      : [];
  return [...blocks.flatMap(scope(true)), ...others.flatMap(scope(false))];
}

/** By name, and `-1` for all. */
function protocolOf(protocol: Value): string {
  const names: Readonly<Record<string, string>> = { all: '-1', '6': 'tcp', '17': 'udp', '1': 'icmp' };
  const name = `${protocol ?? '-1'}`.toLowerCase();
  return names[name] ?? name;
}
