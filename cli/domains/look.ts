import type { DomainsParameters } from '../../parameters/domains';
import type { FoundCertificate } from './certificates';
import { type Dns, forbiddenBy, whereLeads } from './dns';
import type { DomainStatus } from './report';

/** How the domains of an environment are. `target` is its own domain. */
export function lookAtDomains(
  domains: DomainsParameters,
  target: string,
  certificates: ReadonlyMap<string, FoundCertificate>,
  dns: Dns,
): Promise<DomainStatus[]> {
  return Promise.all(
    Object.entries(domains).map(async ([domain, parameters]): Promise<DomainStatus> => {
      const certificate = certificates.get(domain);
      const [leads, forbidden] = await Promise.all([
        whereLeads(dns, domain, target),
        certificate?.status === 'ISSUED' ? undefined : forbiddenBy(dns, domain),
      ]);
      return {
        ...parameters,
        domain,
        ...(certificate && { certificate }),
        leads,
        ...(forbidden !== undefined && { forbiddenBy: forbidden }),
        target,
      };
    }),
  );
}
