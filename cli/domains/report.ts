import type { DomainParameters } from '../../parameters/domains';
import type { DnsRecord, FoundCertificate } from './certificates';
import type { Leads } from './dns';

/** A domain as it is. */
export interface DomainStatus extends DomainParameters {
  readonly domain: string;
  /** Undefined: no deploy has asked for it yet. */
  readonly certificate?: FoundCertificate;
  readonly leads: Leads;
  /** The name whose CAA records keep Amazon from issuing the certificate. */
  readonly forbiddenBy?: string;
  /** The environment's own name, where an address of the domain has to lead. */
  readonly target: string;
}

/** What is left to do, a sentence each. */
export function leftToDo({ domain, zone, certificate, leads, forbiddenBy, target }: DomainStatus): string[] {
  if (certificate === undefined) return ['its certificate is not asked for yet: deploy the environment'];
  const { status, inUse } = certificate;
  const owner = zone === undefined ? 'its owner' : `whoever looks after the zone ${zone}`;
  return [
    ...(forbiddenBy === undefined
      ? []
      : [`the CAA records of ${forbiddenBy} forbid it: ${owner} has to add 0 issue "amazon.com"`]),
    ...certificateLeft(status, inUse, zone),
    ...(leads === 'here' || leads === 'unknown'
      ? []
      : [
          zone === undefined
            ? `its name leads ${leads}: enter its address, once the certificate is there`
            : `its name leads ${leads}: deploy the environment, then see that ${domain} is asked for in its zone, and that the zone is delegated to (${target} is where it leads then)`,
        ]),
  ];
}

function certificateLeft(status: string, inUse: boolean, zone: string | undefined): string[] {
  if (status === 'ISSUED') {
    return inUse
      ? []
      : ['its certificate is issued: the next deploy of the environment brings it to the load balancer'];
  }
  if (status !== 'PENDING_VALIDATION') {
    return [`its certificate is ${status}: the next deploy of the environment asks for another one`];
  }
  return [
    zone === undefined
      ? 'its certificate waits for its record'
      : 'its certificate waits for its record: see that the zone is delegated to',
  ];
}

/** What the owner of a zone elsewhere has to enter, or has entered: it stays, as AWS renews by it. */
export function recordsOf({ domain, zone, certificate, target }: DomainStatus): DnsRecord[] {
  if (zone !== undefined) return [];
  return [
    ...(certificate?.record ? [certificate.record] : []),
    { name: domain, type: 'CNAME', value: target },
  ];
}

/** For people. */
export function domainsText(environment: string, domains: readonly DomainStatus[]): string {
  if (domains.length === 0) return `${environment} has no domains (entrance.domains of its file).`;
  return domains.map(domainText).join('\n\n');
}

function domainText(status: DomainStatus): string {
  const { domain, host, redirectTo, zone } = status;
  const purpose = redirectTo === undefined ? `host ${host}` : `redirect to ${redirectTo}`;
  const left = leftToDo(status);
  const records = recordsOf(status);
  const widths = (['name', 'type'] as const).map((key) => Math.max(...records.map((one) => one[key].length)));
  return [
    `${domain} (${purpose}; ${zone === undefined ? 'zone elsewhere' : `zone ${zone}`}): ${left.length === 0 ? 'all is done' : ''}`.trim(),
    ...left.map((sentence) => `  - ${sentence}`),
    ...(records.length > 0 ? ['  Records, to stay for good:'] : []),
    ...records.map(
      ({ name, type, value }) => `    ${name.padEnd(widths[0]!)}  ${type.padEnd(widths[1]!)}  ${value}`,
    ),
    ...(records.length > 0
      ? [`    Where ${domain} is the top of a zone, which takes no CNAME: ALIAS or ANAME (docs/domains.md)`]
      : []),
  ].join('\n');
}
