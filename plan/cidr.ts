import ipaddr from 'ipaddr.js';

/** Addresses that nobody has in the internet. Source: IANA special-purpose address registries. */
const INSIDE = [
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['fc00::/7', 'fe80::/10', '::1/128'],
];

/** Whether a block has every address of another. A text that is no block has none and is in none. */
export function contains(wide: string, narrow: string): boolean {
  if (!ipaddr.isValidCIDR(wide) || !ipaddr.isValidCIDR(narrow)) return false;
  const [network, prefix] = ipaddr.parseCIDR(wide);
  const [address, length] = ipaddr.parseCIDR(narrow);
  return network.kind() === address.kind() && length >= prefix && address.match(network, prefix);
}

/** Whether a block has addresses of the internet. What is no block counts as one that has. */
export function isPublic(cidr: string): boolean {
  return !INSIDE.some((inside) => contains(inside, cidr));
}
