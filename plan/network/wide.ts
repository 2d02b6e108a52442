import { isInside } from '../cidr';
import type { Reach, ReachPiece } from './reach';
import { pieceOf } from './reach';
import { ITSELF, isPing, type Scope } from './scope';

/** No network of AWS is larger: VPCs have /16 at most. */
const NETWORK_PREFIX = 16;
/** All ports but a few are as good as all of them. Those that nobody has by name are not: load balancers use them. */
const MANY_PORTS = 65_000;
/** Ports by which one gets a shell, or the like: SSH, Docker, RDP, WinRM, the kubelet. */
const SHELLS = [22, 23, 2375, 2376, 3389, 5900, 5985, 5986, 10250];
/** Ports of databases, caches, queues, file systems. */
const DATA = [
  ...[111, 445, 1433, 1521, 2049, 2181, 2379, 3306, 5432, 5439, 5671, 5672, 6379, 7000, 8020, 8182],
  ...[9042, 9092, 9094, 9096, 9098, 9200, 9300, 11211, 27017, 27018],
];

/** Whether what a scope newly lets through is much: the internet, all ports, a wide network, or more of what it let. */
export function isWide(scope: Scope, gained: readonly ReachPiece[], before: Reach): boolean {
  if (isPing(scope.protocol)) return false;
  if (scope.kind === 'block' && (scope.peer === undefined || gained.some(isOutside))) return true;
  if (scope.protocol === '-1' || gained.some(({ from, to }) => to - from >= MANY_PORTS)) return true;
  if (before.hasPartOf(scope)) return true;
  if (scope.direction === 'out') return false;
  const opens = (ports: readonly number[]) =>
    ports.some((port) => gained.some(({ from, to }) => from <= port && to >= port));
  if (scope.kind === 'list') return opens([...SHELLS, ...DATA]);
  const size = sizeOf(scope);
  return size > 0 && ((size >= 1 && opens(SHELLS)) || (size > 1 && opens(DATA)));
}

/** Whether it has addresses of the internet. */
export function isOutside({ family, first, last }: ReachPiece): boolean {
  return family !== undefined && !isInside({ kind: family, first, last });
}

/** 0 for less than a network, 1 for as much as one can have, 2 for more. */
function sizeOf({ peer, kind, ...scope }: Scope): number {
  if (kind !== 'block') return 0;
  const piece = pieceOf({ peer, kind, ...scope });
  if (!piece?.family) return 2;
  const own = piece.family === 'ipv4' ? 2n ** BigInt(32 - NETWORK_PREFIX) : 2n ** 80n;
  const count = piece.last - piece.first + 1n;
  return count > own ? 2 : count === own ? 1 : 0;
}

/** Servers of a group that is new reach nobody but each other. */
export function isAmongItself({ peer, kind }: Scope): boolean {
  return kind === 'group' && peer === ITSELF;
}
