import ipaddr from 'ipaddr.js';

/** Addresses that nobody has in the internet. Source: IANA special-purpose address registries. */
const INSIDE = [
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['fc00::/7', 'fe80::/10', '::1/128'],
];

/** The addresses of a block, as numbers, both ends included. */
export interface AddressRange {
  readonly kind: 'ipv4' | 'ipv6';
  readonly first: bigint;
  readonly last: bigint;
  /** How many bits all its addresses share. */
  readonly prefix: number;
}

/** Undefined for a text that is no block, and no address. */
export function blockOf(cidr: string): AddressRange | undefined {
  if (!ipaddr.isValidCIDR(cidr)) {
    if (!ipaddr.isValid(cidr) || cidr.includes('/')) return undefined;
    return blockOf(`${cidr}/${ipaddr.parse(cidr).kind() === 'ipv4' ? 32 : 128}`);
  }
  const [network, prefix] = ipaddr.parseCIDR(cidr);
  const bytes = network.toByteArray();
  const address = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const host = BigInt(bytes.length * 8 - prefix);
  const first = (address >> host) << host;
  return { kind: network.kind(), first, last: first + (1n << host) - 1n, prefix };
}

const INSIDE_BLOCKS = INSIDE.map((cidr) => blockOf(cidr)!);

/** Whether a block has every address of another. A text that is no block has none and is in none. */
export function contains(wide: string, narrow: string): boolean {
  const [one, other] = [blockOf(wide), blockOf(narrow)];
  return one !== undefined && other !== undefined && isIn(other, one);
}

/** Whether a block has addresses of the internet. What is no block counts as one that has. */
export function isPublic(cidr: string): boolean {
  const block = blockOf(cidr);
  return block === undefined || !isInside(block);
}

/** Whether all addresses of a range are such that nobody has in the internet. */
export function isInside(range: Omit<AddressRange, 'prefix'>): boolean {
  return INSIDE_BLOCKS.some((inside) => isIn(range, inside));
}

function isIn(narrow: Omit<AddressRange, 'prefix'>, wide: Omit<AddressRange, 'prefix'>): boolean {
  return narrow.kind === wide.kind && narrow.first >= wide.first && narrow.last <= wide.last;
}
