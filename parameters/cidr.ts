import ipaddr from 'ipaddr.js';

/** An IPv4 block. */
export interface Block {
  /** First address as a number. */
  readonly first: number;
  /** Last address as a number. */
  readonly last: number;
  /** Prefix length, 0 to 32. */
  readonly prefix: number;
  /** Whether all of it is private address space (RFC 1918). */
  readonly isPrivate: boolean;
}

/** Reads `10.0.0.0/16`. Undefined when it is no IPv4 block, or when bits are set beyond the prefix. */
export function block(cidr: string): Block | undefined {
  if (!/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(cidr) || !ipaddr.IPv4.isValidCIDR(cidr)) return undefined;
  const [address, prefix] = ipaddr.IPv4.parseCIDR(cidr);
  const first = toNumber(address);
  const size = 2 ** (32 - prefix);
  if (first % size !== 0) return undefined;
  const isPrivate = PRIVATE.some(([network, length]) => prefix >= length && address.match(network, length));
  return { first, last: first + size - 1, prefix, isPrivate };
}

/**
 * Whether all addresses of a block can be somebody's on the internet: none is private, reserved, of a group (multicast)
 * or of this machine. Source: IANA IPv4 Special-Purpose Address Registry, as ipaddr.js has it.
 */
export function isPublic(one: Block | undefined): one is Block {
  return one !== undefined && !RESERVED.some((other) => overlap(one, other));
}

/** How many addresses several blocks have together, each counted once. */
export function addressesOf(blocks: readonly Block[]): number {
  let counted = -1;
  let sum = 0;
  for (const { first, last } of [...blocks].sort((a, b) => a.first - b.first)) {
    sum += Math.max(0, last - Math.max(counted, first - 1));
    counted = Math.max(counted, last);
  }
  return sum;
}

/** Whether two IPv4 blocks share an address. */
export function overlap(a: Pick<Block, 'first' | 'last'>, b: Pick<Block, 'first' | 'last'>): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/**
 * The `index`-th block of `prefix` bits inside `cidr`, such as (`10.0.0.0/16`, 18, 1) = `10.0.64.0/18`.
 * @throws when `cidr` is no block or has no such part.
 */
export function subnet(cidr: string, prefix: number, index: number): string {
  const whole = block(cidr);
  const size = 2 ** (32 - prefix);
  if (!whole || prefix < whole.prefix || index < 0 || index * size > whole.last - whole.first) {
    throw new Error(`${cidr} has no block ${index} of /${prefix}`);
  }
  const first = whole.first + index * size;
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${prefix}`;
}

const PRIVATE = [
  ipaddr.IPv4.parseCIDR('10.0.0.0/8'),
  ipaddr.IPv4.parseCIDR('172.16.0.0/12'),
  ipaddr.IPv4.parseCIDR('192.168.0.0/16'),
] as const;

/** For examples, which tests and documents show. Source: RFC 5737. */
const EXAMPLES = ['192.0.2.0', '198.51.100.0', '203.0.113.0'];

/** The library's own table, which its types leave out. */
const { SpecialRanges } = ipaddr.IPv4.prototype as unknown as {
  readonly SpecialRanges: Readonly<Record<string, readonly [ipaddr.IPv4, number][]>>;
};

const RESERVED = Object.values(SpecialRanges)
  .flat()
  .filter(([address]) => !EXAMPLES.includes(address.toString()))
  .map(([address, prefix]) => {
    const first = toNumber(address);
    return { first, last: first + 2 ** (32 - prefix) - 1 };
  });

function toNumber(address: ipaddr.IPv4): number {
  return address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
}
