import { CATALOGUE } from '../../parameters/catalogue/catalogue';

/** A part of AWS with accounts, ARNs and host names of its own: `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`. */
export interface Partition {
  readonly name: string;
  /** What the host names of its services end with. */
  readonly dnsSuffix: string;
}

/** @throws when the catalogue has no such region. */
export function partitionOf(region: string): Partition {
  const { partitions, regions } = CATALOGUE.regions;
  const name = regions[region]?.partition;
  const found = name === undefined ? undefined : partitions[name];
  if (name === undefined || found === undefined) {
    throw new Error(`region: got "${region}", allowed: ${Object.keys(regions).join(', ')}`);
  }
  return { name, dnsSuffix: found.dnsSuffix };
}

/**
 * Where a partition keeps what is in no region: zones, roles.
 * Source: botocore, data/endpoints.json, the credential scopes of `route53`.
 */
export const GLOBAL_REGIONS: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-northwest-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** ARN of a policy that AWS manages. */
export function managedPolicyArn(region: string, policy: string): string {
  return `arn:${partitionOf(region).name}:iam::aws:policy/${policy}`;
}

/**
 * The values of `kms:ViaService` that name a service of the region. AWS documents `amazonaws.com`; where host names end
 * otherwise, both forms stand, as either can name this service alone.
 * Source: AWS KMS Developer Guide, "kms:ViaService".
 * @param service as its host name begins, or `*`.
 */
export function viaService(region: string, service: string): string | string[] {
  const suffixes = [...new Set(['amazonaws.com', partitionOf(region).dnsSuffix])];
  const names = suffixes.map((suffix) => `${service}.${region}.${suffix}`);
  return names.length === 1 ? (names[0] as string) : names;
}

/**
 * The name of CloudWatch Logs in policies. It is the only service here whose name holds the region. China has an ending
 * of its own; the European Sovereign Cloud refuses principals below `amazonaws.eu`.
 * Source: CloudWatch Logs User Guide, "Encrypt log data using AWS KMS"; aws-cdk, region-info/lib/default.ts; pulumi-eks#2341.
 */
export function logsPrincipal(region: string): string {
  const { name, dnsSuffix } = partitionOf(region);
  return `logs.${region}.${name === 'aws-cn' ? dnsSuffix : 'amazonaws.com'}`;
}

/**
 * Name of a service that a VPC endpoint leads to.
 * Source: terraform-provider-aws, data source aws_vpc_endpoint_service, which reverses the DNS suffix; and AWS PrivateLink
 * Guide, "Gateway endpoints", for S3, which is `com.amazonaws` in China too.
 */
export function endpointService(region: string, service: string): string {
  const { name, dnsSuffix } = partitionOf(region);
  const reversed = dnsSuffix.split('.').reverse().join('.');
  return `${name === 'aws-cn' && service === 's3' ? 'com.amazonaws' : reversed}.${region}.${service}`;
}

/** Host name of the console. Source: the partitions' own documentation, "Signing in". */
export function consoleHost(region: string): string {
  const { name } = partitionOf(region);
  const own = CONSOLES[name];
  return own ?? `${region}.console.aws.amazon.com`;
}

const CONSOLES: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-eusc': 'console.amazonaws-eusc.eu',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};
