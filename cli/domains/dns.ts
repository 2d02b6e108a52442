import { Resolver } from 'node:dns/promises';

/** Where a name leads, as the internet sees it. */
export type Leads = 'here' | 'nowhere' | 'elsewhere' | 'unknown';

/** What is asked of DNS. Each rejects with the codes of Node where there is no answer. */
export interface Dns {
  addresses(name: string): Promise<readonly string[]>;
  /** Who may issue certificates by the CAA records of a name itself. */
  issuers(name: string): Promise<readonly string[]>;
}

const PATIENCE = { timeout: 2000, tries: 2 };

/** The resolver of this machine. */
export function realDns(): Dns {
  const resolver = new Resolver(PATIENCE);
  return {
    addresses: (name) => resolver.resolve4(name),
    issuers: async (name) =>
      (await resolver.resolveCaa(name)).flatMap(({ issue }) => (issue === undefined ? [] : [issue])),
  };
}

/** No such name, and a name without such a record. */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA']);

const isNothing = (error: unknown) => NOTHING.has((error as NodeJS.ErrnoException).code ?? '');

/**
 * Whether a domain has an address of the load balancer, by the addresses of the environment's own domain.
 * Both are asked at once: a load balancer changes its addresses.
 */
export async function whereLeads(dns: Dns, domain: string, own: string): Promise<Leads> {
  const [there, here] = await Promise.allSettled([dns.addresses(domain), dns.addresses(own)]);
  if (there.status === 'rejected') return isNothing(there.reason) ? 'nowhere' : 'unknown';
  if (here.status === 'rejected') return 'unknown';
  return there.value.some((address) => here.value.includes(address)) ? 'here' : 'elsewhere';
}

/** Source: AWS Certificate Manager User Guide, "(Optional) Configure a CAA record". */
const AMAZON = new Set(['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com']);

/**
 * The name whose CAA records keep Amazon from issuing a certificate. The nearest name that has some counts.
 * Source: RFC 8659, section 3.
 */
export async function forbiddenBy(dns: Dns, domain: string): Promise<string | undefined> {
  const labels = domain.split('.');
  for (let from = 0; from < labels.length - 1; from += 1) {
    const name = labels.slice(from).join('.');
    const issuers = await dns.issuers(name).catch(() => []);
    if (issuers.length === 0) continue;
    return issuers.some((issuer) => AMAZON.has(issuer.split(';')[0]!.trim())) ? undefined : name;
  }
  return undefined;
}
