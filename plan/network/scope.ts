import { Change, type PlannedResource } from '../change';
import { at, list, Mark, type Value } from '../value';

/** Who may reach what by one rule: one source (or, outwards, destination) and a range of ports. */
export interface Scope {
  readonly direction: 'in' | 'out';
  /** By name, in small letters; `-1` for all. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  /** A CIDR block, or the id of a group or a list of blocks; undefined: nobody can see it, or only the apply tells. */
  readonly peer: string | undefined;
  readonly kind: 'block' | 'group' | 'list';
}

/** Types of resources that hold rules of security groups. */
export const SCOPED = [
  'aws_vpc_security_group_ingress_rule',
  'aws_vpc_security_group_egress_rule',
  'aws_security_group_rule',
  'aws_security_group',
  'aws_default_security_group',
];

export const ITSELF = 'itself';

export type Side = 'before' | 'after';
export type Read = (path: string) => Value;

export function reader(resource: PlannedResource, side: Side): Read {
  return (path) => (side === 'before' ? resource.was(path) : resource.will(path));
}

/** The scopes of a resource before or after a change. */
export function scopes(resource: PlannedResource, side: Side): Scope[] {
  const value = reader(resource, side);
  if (resource[side] === null || resource[side] === undefined) return [];
  switch (resource.type) {
    case 'aws_vpc_security_group_ingress_rule':
      return rule('in', value);
    case 'aws_vpc_security_group_egress_rule':
      return rule('out', value);
    case 'aws_security_group_rule':
      return block(value('type') === 'egress' ? 'out' : 'in', value);
    case 'aws_security_group':
    case 'aws_default_security_group':
      return [...inline('in', 'ingress', resource, side), ...inline('out', 'egress', resource, side)];
    default:
      return [];
  }
}

/** `tcp 443 from 0.0.0.0/0`. */
export function describe({ direction, protocol, from, to, peer }: Scope): string {
  const ports = from === to ? `${from}` : `${from}-${to}`;
  const what = protocol === '-1' ? 'everything' : `${protocol} ${isPing(protocol) ? '' : ports}`.trim();
  const who = peer ?? `addresses that nobody can see before the apply`;
  return `${what} ${direction === 'in' ? 'from' : 'to'} ${who}`;
}

/** ICMP has no ports, and leads to nothing that answers with data. */
export function isPing(protocol: string): boolean {
  return protocol.startsWith('icmp');
}

/** By name, and `-1` for all. What nobody can see counts as all. */
export function protocolOf(protocol: Value): string {
  if (protocol instanceof Mark) return '-1';
  const names: Readonly<Record<string, string>> = {
    all: '-1',
    '6': 'tcp',
    '17': 'udp',
    '1': 'icmp',
    '58': 'icmpv6',
  };
  const name = `${protocol ?? '-1'}`.toLowerCase();
  return names[name] ?? name;
}

/** A port, or what stands for all of them where nobody can see it. */
export function portOf(port: Value, otherwise: number): number {
  return typeof port === 'number' ? port : otherwise;
}

function inline(direction: Scope['direction'], name: string, resource: PlannedResource, side: Side): Scope[] {
  const items = reader(resource, side)(name);
  if (items instanceof Mark) {
    // AWS tells the rules of a new group that the stack writes none in.
    const isNew = resource.before === null || (resource instanceof Change && resource.action === 'replace');
    const isOrdinary = items === Mark.unknown && !resource.writes(name) && (isNew || resource.isWritten);
    return isOrdinary
      ? []
      : [{ direction, protocol: '-1', from: 0, to: 65_535, peer: undefined, kind: 'block' }];
  }
  return list(items).flatMap((item) =>
    block(direction, (path) => (item instanceof Mark ? item : at(item, path))),
  );
}

function rule(direction: Scope['direction'], value: Read): Scope[] {
  return scopesOf(direction, value('ip_protocol'), value, {
    block: [value('cidr_ipv4'), value('cidr_ipv6')],
    group: [value('referenced_security_group_id')],
    list: [value('prefix_list_id')],
  });
}

function block(direction: Scope['direction'], value: Read): Scope[] {
  const all = (...paths: readonly string[]) => paths.flatMap((path) => list(value(path)));
  return scopesOf(direction, value('protocol'), value, {
    block: all('cidr_blocks', 'ipv6_cidr_blocks'),
    group: [
      ...all('security_groups', 'source_security_group_id'),
      ...(value('self') === true ? [ITSELF] : []),
    ],
    list: all('prefix_list_ids'),
  });
}

function scopesOf(
  direction: Scope['direction'],
  protocol: Value,
  value: Read,
  peers: Readonly<Record<Scope['kind'], readonly Value[]>>,
): Scope[] {
  const ports = {
    direction,
    protocol: protocolOf(protocol),
    from: portOf(value('from_port'), 0),
    to: portOf(value('to_port'), 65_535),
  };
  return (Object.keys(peers) as Scope['kind'][]).flatMap((kind) =>
    peers[kind].flatMap((peer): Scope[] => {
      if (peer instanceof Mark) return [{ ...ports, kind, peer: undefined }];
      return typeof peer === 'string' && peer !== '' ? [{ ...ports, kind, peer }] : [];
    }),
  );
}
