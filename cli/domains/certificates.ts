import { DOMAIN_TAG } from '../../constructs/entrance/domain-tag';
import type { Aws } from '../../programs/aws';

/** A record that somebody enters in a zone. */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** The certificate of a domain. */
export interface FoundCertificate {
  /** As ACM has it: PENDING_VALIDATION, ISSUED, VALIDATION_TIMED_OUT and so on. */
  readonly status: string;
  /** Whether the load balancer has it. */
  readonly inUse: boolean;
  /** By which AWS sees whose the domain is. Undefined: AWS has not made it yet. */
  readonly record?: DnsRecord;
}

interface Described {
  readonly Certificate: {
    readonly DomainName: string;
    readonly Status: string;
    readonly InUseBy?: readonly string[];
    readonly DomainValidationOptions?: readonly {
      readonly ResourceRecord?: { readonly Name: string; readonly Type: string; readonly Value: string };
    }[];
  };
}

/** Certificates of domains, by domain. One that timed out and was asked for anew counts as the new one. */
export async function findCertificates(aws: Aws): Promise<ReadonlyMap<string, FoundCertificate>> {
  const { ResourceTagMappingList } = await aws.json<{
    readonly ResourceTagMappingList: readonly { readonly ResourceARN: string }[];
  }>(
    ...['resourcegroupstaggingapi', 'get-resources', '--resource-type-filters', 'acm:certificate'],
    ...['--tag-filters', `Key=${DOMAIN_TAG}`],
  );
  const all = await Promise.all(
    ResourceTagMappingList.map(({ ResourceARN }) =>
      aws.json<Described>('acm', 'describe-certificate', '--certificate-arn', ResourceARN),
    ),
  );
  const byDomain = new Map<string, FoundCertificate>();
  for (const { Certificate } of all) {
    const found = read(Certificate);
    const before = byDomain.get(Certificate.DomainName);
    if (!before || rank(found) > rank(before)) byDomain.set(Certificate.DomainName, found);
  }
  return byDomain;
}

function read({
  Status,
  InUseBy = [],
  DomainValidationOptions = [],
}: Described['Certificate']): FoundCertificate {
  const record = DomainValidationOptions[0]?.ResourceRecord;
  return {
    status: Status,
    inUse: InUseBy.length > 0,
    ...(record && { record: { name: plain(record.Name), type: record.Type, value: plain(record.Value) } }),
  };
}

const ORDER = ['PENDING_VALIDATION', 'ISSUED'];

function rank({ status, inUse }: FoundCertificate): number {
  return ORDER.indexOf(status) + (inUse ? ORDER.length : 0);
}

function plain(name: string): string {
  return name.replace(/\.$/, '');
}
