import type { Change } from '../change';
import { isPublic } from '../cidr';
import { list, Mark, texts, type Value } from '../value';
import { Reach } from './reach';
import type { Scope } from './scope';

const PUBLIC = 'vpc_config.0.endpoint_public_access';
const CIDRS = 'vpc_config.0.public_access_cidrs';
/** Blocks of so few bits are no network of anybody's. */
const SHORTEST_PREFIX = 8;
/** What AWS takes where a cluster names none. */
const WORLD = '0.0.0.0/0';

/** The API of a cluster is reached from more of the internet. */
export function apiOpened(change: Change): string | undefined {
  if (change.type !== 'aws_eks_cluster' || change.goes) return;
  if (!isOn(change.will(PUBLIC))) return undefined;
  const before = new Reach(change.was(PUBLIC) === true ? blocks(change.was(CIDRS)).map(scopeOf) : []);
  const opened = blocks(change.will(CIDRS)).filter((cidr) =>
    change.stays ? before.missing(scopeOf(cidr)).length > 0 : cidr === undefined || isWorld(cidr),
  );
  const who = opened.map((cidr) => cidr ?? 'addresses that nobody can see before the apply');
  return who.length > 0 ? `lets ${who.join(', ')} reach the API of the cluster` : undefined;
}

function blocks(value: Value): (string | undefined)[] {
  if (value instanceof Mark) return [undefined];
  const named = list(value).map((item) => (item instanceof Mark ? undefined : texts(item)[0]));
  return named.length > 0 ? named : [WORLD];
}

function scopeOf(peer: string | undefined): Scope {
  return { direction: 'in', protocol: 'tcp', from: 443, to: 443, peer, kind: 'block' };
}

function isOn(value: Value): boolean {
  return value === true || value instanceof Mark;
}

function isWorld(cidr: string): boolean {
  return isPublic(cidr) && Number(cidr.split('/')[1]) < SHORTEST_PREFIX;
}
