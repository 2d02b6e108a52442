import type { SynthesizedDocument } from '../../terraform/synthesized-stack';

/** A service quota that an environment can come up against. */
export interface Limit {
  readonly name: string;
  /** As Service Quotas names it. */
  readonly serviceCode: string;
  readonly quotaCode: string;
  /** What a new account has. It can have less, or more. */
  readonly byDefault: number;
  /** Where it is asked for. Default: the region of everything. */
  readonly region?: string;
  /** Whether each environment has it for itself, as it is of something that it has one of. */
  readonly ofEnvironment?: boolean;
  /** How much of it a stack takes. */
  readonly takes: (stack: SynthesizedDocument) => number;
}

/**
 * Sources: Amazon VPC User Guide, "Amazon VPC quotas"; Amazon EC2 User Guide, "Amazon EC2 instance type quotas"; Elastic
 * Load Balancing, "Quotas for your Application Load Balancers"; IAM User Guide, "IAM and AWS STS quotas"; Amazon RDS User
 * Guide, "Quotas and constraints for Amazon RDS"; Amazon ElastiCache User Guide, "Quotas for ElastiCache".
 */
export const LIMITS: readonly Limit[] = [
  {
    name: 'vCPUs of instances, by what groups of services may ask for',
    serviceCode: 'ec2',
    quotaCode: 'L-1216C47A',
    byDefault: 5,
    takes: (stack) =>
      Math.ceil(resources(stack, 'kubernetes_resource_quota_v1').reduce((n, one) => n + cpu(one), 0)),
  },
  {
    name: 'Elastic IP addresses',
    serviceCode: 'ec2',
    quotaCode: 'L-0263D0A3',
    byDefault: 5,
    takes: count('aws_eip'),
  },
  { name: 'VPCs', serviceCode: 'vpc', quotaCode: 'L-F678F1CE', byDefault: 5, takes: count('aws_vpc') },
  {
    name: 'Application Load Balancers',
    serviceCode: 'elasticloadbalancing',
    quotaCode: 'L-53DA6B97',
    byDefault: 50,
    takes: count('aws_lb'),
  },
  {
    name: 'rules of the load balancer, without those of previews',
    serviceCode: 'elasticloadbalancing',
    quotaCode: 'L-7EED9B64',
    byDefault: 100,
    ofEnvironment: true,
    takes: count('aws_lb_listener_rule'),
  },
  {
    name: 'certificates of the load balancer, beside its own',
    serviceCode: 'elasticloadbalancing',
    quotaCode: 'L-9365A611',
    byDefault: 25,
    ofEnvironment: true,
    takes: count('aws_lb_listener_certificate'),
  },
  {
    name: 'IAM roles',
    serviceCode: 'iam',
    quotaCode: 'L-FE177D64',
    byDefault: 1000,
    // IAM is the same in all regions, and keeps its quotas in this one.
    region: 'us-east-1',
    takes: count('aws_iam_role'),
  },
  {
    name: 'databases',
    serviceCode: 'rds',
    quotaCode: 'L-7B6409FD',
    byDefault: 40,
    takes: count('aws_db_instance'),
  },
];

type Resources = readonly Readonly<Record<string, unknown>>[];

function resources({ resource = {} }: SynthesizedDocument, type: string): Resources {
  return Object.values(resource[type] ?? {});
}

function count(type: string): Limit['takes'] {
  return (stack) => resources(stack, type).length;
}

/** What a Kubernetes ResourceQuota lets pods ask for: `4`, or `4000m`. */
function cpu(resource: Resources[number]): number {
  const { hard = {} } = (resource.spec ?? {}) as { readonly hard?: Readonly<Record<string, string>> };
  const [, number = '0', milli] = hard['requests.cpu']?.match(/^([\d.]+)(m?)$/) ?? [];
  return Number(number) / (milli ? 1000 : 1);
}
