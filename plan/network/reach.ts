import { blockOf } from '../cidr';
import type { Scope } from './scope';

/** A part of what a scope lets through: some addresses, some ports. */
export interface ReachPiece {
  /** Undefined: a group, or nobody can see which addresses. */
  readonly family?: 'ipv4' | 'ipv6';
  readonly first: bigint;
  readonly last: bigint;
  readonly from: number;
  readonly to: number;
}

interface Ports {
  readonly from: number;
  readonly to: number;
  /** Sorted, apart from each other, once `isSorted`. */
  ranges: { first: bigint; last: bigint }[];
  isSorted: boolean;
}

/** All that some rules let through together, as a set: how they are cut into rules does not count. */
export class Reach {
  private readonly buckets = new Map<string, Map<string, Ports>>();

  constructor(scopes: Iterable<Scope> = []) {
    for (const scope of scopes) this.add(scope);
  }

  add(scope: Scope): void {
    const piece = pieceOf(scope);
    if (!piece) return;
    const { first, last, from, to } = piece;
    this.addPiece(scope, { first, last, from, to });
  }

  /** What of a scope these rules do not let through. */
  missing(scope: Scope): ReachPiece[] {
    const whole = pieceOf(scope);
    return whole ? this.missingOf(scope, [whole]) : [{ first: 0n, last: 0n, from: scope.from, to: scope.to }];
  }

  /** The same of some pieces of a scope. */
  missingOf(scope: Scope, pieces: readonly ReachPiece[]): ReachPiece[] {
    return this.portsFor(scope).reduce(
      (left, { from, to, ranges }) =>
        left.flatMap((piece) => {
          if (from > piece.to || to < piece.from) return [piece];
          let parts = [piece];
          for (let index = firstAtOrAfter(ranges, piece.first); index < ranges.length; index += 1) {
            const range = ranges[index]!;
            if (range.first > piece.last) break;
            parts = parts.flatMap((part) => without(part, { ...range, from, to }));
          }
          return parts;
        }),
      [...pieces],
    );
  }

  /** Whether some of these rules let through less than a scope: it is one of them, wider. */
  hasPartOf(scope: Scope): boolean {
    const whole = pieceOf(scope);
    if (!whole) return false;
    return this.portsFor(scope).some(({ from, to, ranges }) => {
      const range = ranges[firstAtOrAfter(ranges, whole.first)];
      const isIn = range !== undefined && range.first >= whole.first && range.last <= whole.last;
      const isSame = isIn && range.first === whole.first && range.last === whole.last;
      const meets = from <= whole.to && to >= whole.from;
      return isIn && (isSame ? meets : from >= whole.from && to <= whole.to);
    });
  }

  addPiece(scope: Scope, { first, last, from, to }: ReachPiece): void {
    const key = bucketOf(scope, scope.protocol);
    const bucket = this.buckets.get(key) ?? new Map<string, Ports>();
    this.buckets.set(key, bucket);
    const name = `${from}-${to}`;
    const known = bucket.get(name) ?? { from, to, ranges: [], isSorted: true };
    bucket.set(name, known);
    known.ranges.push({ first, last });
    known.isSorted = false;
  }

  private portsFor(scope: Scope): Ports[] {
    const protocols = scope.protocol === '-1' ? ['-1'] : [scope.protocol, '-1'];
    return protocols
      .flatMap((protocol) => [...(this.buckets.get(bucketOf(scope, protocol))?.values() ?? [])])
      .map(sorted);
  }
}

/** What is left of a piece without another one. */
export function without(piece: ReachPiece, other: ReachPiece): ReachPiece[] {
  const apart =
    other.first > piece.last || other.last < piece.first || other.from > piece.to || other.to < piece.from;
  if (apart) return [piece];
  // biome-ignore lint/complexity/useMathMinMax: not of bigints
  const first = other.first > piece.first ? other.first : piece.first;
  // biome-ignore lint/complexity/useMathMinMax: not of bigints
  const last = other.last < piece.last ? other.last : piece.last;
  return [
    ...(piece.first < first ? [{ ...piece, last: first - 1n }] : []),
    ...(piece.last > last ? [{ ...piece, first: last + 1n }] : []),
    ...(piece.from < other.from ? [{ ...piece, first, last, to: other.from - 1 }] : []),
    ...(piece.to > other.to ? [{ ...piece, first, last, from: other.to + 1 }] : []),
  ];
}

/** Undefined when nobody can see whom it is about. */
export function pieceOf({ peer, kind, protocol, from, to }: Scope): ReachPiece | undefined {
  if (peer === undefined) return undefined;
  const ports = protocol === '-1' ? { from: 0, to: 65_535 } : { from, to };
  if (kind !== 'block') return { first: 0n, last: 0n, ...ports };
  const block = blockOf(peer);
  return block && { family: block.kind, first: block.first, last: block.last, ...ports };
}

function bucketOf({ direction, peer, kind }: Scope, protocol: string): string {
  const who = kind === 'block' ? blockOf(peer ?? '')?.kind : peer;
  return `${direction} ${protocol} ${who}`;
}

/** Ranges that touch are one. */
function sorted(ports: Ports): Ports {
  if (ports.isSorted) return ports;
  const merged: { first: bigint; last: bigint }[] = [];
  for (const range of ports.ranges.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))) {
    const before = merged.at(-1);
    if (before && range.first <= before.last + 1n) {
      if (range.last > before.last) before.last = range.last;
    } else merged.push({ ...range });
  }
  ports.ranges = merged;
  ports.isSorted = true;
  return ports;
}

/** The index of the first range that ends at an address or after it. */
function firstAtOrAfter(ranges: readonly { last: bigint }[], address: bigint): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.last < address) low = middle + 1;
    else high = middle;
  }
  return low;
}
