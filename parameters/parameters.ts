import { z } from 'zod';
import type { Declared } from '../declarations/binding';
import { ADDONS } from './catalogue/addon-names';
import { addonVersion, kubernetesVersion } from './catalogue/offered';
import { addressesOf, block, isPublic } from './cidr';
import { domains } from './domains';
import { backingSections } from './kinds/kinds';
import { LOG_RETENTION } from './log-retention';
import { ROLE } from './people';
import { anyBlock, email, emailInTag, HTTPS_URL, publicBlock } from './places';
import { type Documented, documented, each, flag, group, mayBeLeftOut, oneOf, text, whole } from './schema';
import { groupParameters, groupsOf, serviceParameters } from './service-parameters';

const account = text(/^\d{12}$/, {
  description: 'The AWS account that holds the environment. No two environments share one.',
  allowed: 'an account id of 12 digits',
  change: 'replacement',
});

const network = z.strictObject({
  cidr: documented(
    z.string().refine((value) => {
      const parsed = block(value);
      return parsed !== undefined && parsed.prefix >= 16 && parsed.prefix <= 20 && parsed.isPrivate;
    }),
    {
      description: 'Addresses of the VPC. No two environments overlap, so that they can be peered.',
      allowed: 'a private IPv4 block of /16 to /20 such as 10.10.0.0/16',
      change: 'replacement',
    },
  ),
  zones: documented(
    z
      .array(z.string().regex(/^[a-z]$/))
      .min(2)
      .max(3)
      .refine((letters) => new Set(letters).size === letters.length)
      .optional(),
    {
      description:
        'Letters of the availability zones. Accounts differ in which they see: `aws ec2 describe-availability-zones`. A third at the end is added; any other change moves subnets.',
      allowed: 'two or three different letters such as ["a", "c", "d"]',
      change: 'replacement',
    },
  ),
  natGateways: whole(1, 3, {
    description: 'One is cheap; three keep each zone alone able to reach the internet.',
    unit: 'gateways',
    change: 'in place',
  }).default(1),
  flowLogs: documented(z.array(z.enum(['bucket', 'logGroup'])).min(1), {
    description:
      'Where the record of all connections goes. `bucket` costs half: it is read by file, kept for `logs.archiveDays`, without the object lock of the archive. `logGroup` can be searched in CloudWatch, and goes to the archive and to `logs.forwardTo` as all logs do. To move without a gap deploy with both, then with one.',
    allowed: '"bucket", "logGroup" or both',
    change: 'in place',
  }).default(['bucket']),
  interfaceEndpoints: documented(
    z.array(
      z.enum([
        'ecr.api',
        'ecr.dkr',
        'eks',
        'eks-auth',
        'kms',
        'logs',
        'monitoring',
        'secretsmanager',
        'ssm',
        'sts',
      ]),
    ),
    {
      description:
        'AWS services reached inside the VPC rather than through a NAT gateway. Each is billed by the hour and zone.',
      allowed: 'ecr.api, ecr.dkr, eks, eks-auth, kms, logs, monitoring, secretsmanager, ssm, sts',
      change: 'in place',
    },
  ).default([]),
});

const roleArns = (description: string) =>
  documented(z.array(z.string().regex(ROLE)), {
    description,
    allowed: 'ARNs of IAM roles that exist, each with its whole path',
    change: 'in place',
  }).default([]);

/** Nobody has more for an office or a VPN; two halves of the internet are the internet. */
const MOST_ADDRESSES = 2 ** 24;

const cidrs = (meta: Documented, each: z.ZodType<string> = anyBlock()) => documented(z.array(each), meta);

const addon = (key: keyof typeof ADDONS, fallback: string, description: string) =>
  addonVersion(ADDONS[key], { description: `${ADDONS[key]}: ${description}`, change: 'in place' }).default(
    fallback,
  );

const cluster = z.strictObject({
  version: kubernetesVersion('1.34', {
    description: 'Kubernetes minor. Upgrades go one minor at a time and can not be taken back.',
    change: 'in place',
  }),
  publicAccess: cidrs(
    {
      description:
        'Networks that may reach the Kubernetes API from the internet. Empty: the API is private to the VPC.',
      allowed:
        'IPv4 blocks of public addresses, at most a /8 (16777216 addresses) together, never the internet',
      change: 'in place',
    },
    publicBlock(),
  )
    .refine((list) => addressesOf(list.map(block).filter(isPublic)) <= MOST_ADDRESSES)
    .default([]),
  privateAccess: cidrs({
    description:
      'Private networks outside the VPC that may reach the Kubernetes API at its private address, such as those of a VPN or a peering. The route to them is not made here.',
    allowed: 'private IPv4 blocks such as 10.200.0.0/16, each once',
    change: 'in place',
  })
    .refine((list) => list.every((cidr) => block(cidr)?.isPrivate) && new Set(list).size === list.length)
    .default([]),
  sessionHost: flag({
    description:
      'Whether a small private server leads to the Kubernetes API by Session Manager (docs/operating/private-api.md). It and its two VPC endpoints in each zone are billed by the hour.',
    change: 'in place',
  }).default(false),
  admins: roleArns('Who may change everything in the cluster, besides the deploy role.'),
  viewers: roleArns('Who may read everything in the cluster but secrets.'),
  addons: group({
    observability: addon('observability', 'v6.6.0-eksbuild.1', 'logs and metrics.'),
    secretsStore: addon('secretsStore', 'v3.1.1-eksbuild.1', 'secrets as files and variables.'),
    metricsServer: addon('metricsServer', 'v0.9.0-eksbuild.11', 'what autoscaling measures by.'),
  }),
});

const logs = group({
  retentionDays: oneOf(LOG_RETENTION, {
    description: 'How long logs can be searched in CloudWatch. The archive keeps them longer.',
    unit: 'days',
    change: 'in place',
  }).default(30),
  archiveDays: whole(30, 3650, {
    description: 'How long the archive keeps logs, then deletes them.',
    unit: 'days',
    change: 'in place',
  }).default(365),
  archiveClass: oneOf(['STANDARD', 'STANDARD_IA', 'GLACIER_IR', 'DEEP_ARCHIVE'], {
    description:
      "S3's storage class of archived logs from their 31st day on; docs/decisions.md has what each costs. `DEEP_ARCHIVE` takes hours to read. Where `archiveDays` is shorter than 30 days and what the class is billed for at least (30, 90 and 180 days), logs stay where they are.",
    change: 'in place',
  }).default('STANDARD_IA'),
  archiveLockDays: whole(1, 3650, {
    description: 'How long nobody can delete an archived log without a special permission (object lock).',
    unit: 'days',
    change: 'in place',
  }).default(1),
  forwardTo: documented(
    z.strictObject({
      name: text(/^[a-z][a-z0-9]{1,19}$/, {
        description: 'What to call the receiver in names.',
        allowed: 'lower-case letters and digits, such as datadog',
        change: 'replacement',
      }),
      url: text(HTTPS_URL, {
        description: 'Endpoint that takes Firehose deliveries. Its key is a secret that an operator fills.',
        allowed: 'an https URL of at most 1000 characters, without $ and {',
        change: 'in place',
      }),
    }),
    {
      description: 'A log service such as Datadog or New Relic that receives every log event as well.',
      change: 'in place',
    },
  ).optional(),
});

const backups = z
  .strictObject({
    keepDays: whole(1, 3650, {
      description:
        "How long each day's backup of every database and bucket is kept in the environment's account, locked.",
      unit: 'days',
      change: 'in place',
    }).default(35),
    hour: whole(0, 23, {
      description: 'When the backups of a day begin, within the hour after.',
      unit: 'hours after midnight, UTC',
      change: 'in place',
    }).default(3),
    copyDays: whole(1, 3650, {
      description:
        'How long a copy is kept in the account for backups (`backups` of platform.json), where nobody can delete it. Without it there is no copy.',
      unit: 'days',
      change: 'in place',
    }).optional(),
  })
  .meta({
    description:
      'Backups by AWS Backup that the deploy role can not delete (docs/runbooks/backups.md). Left out: none, and databases have the snapshots that RDS makes by itself.',
    change: 'in place',
  })
  .optional();

const alerts = group({
  emails: documented(z.array(email()), {
    description: 'Who is written to when an alarm changes. Each address confirms once.',
    allowed: 'e-mail addresses',
    change: 'in place',
  }).default([]),
  pagerDuty: flag({
    description: 'Whether alarms page through PagerDuty. Its routing key is a secret that an operator fills.',
    change: 'in place',
  }).default(false),
  monthlyBudgetUsd: whole(1, 1_000_000, {
    description: 'Alerts at 80 % spent and at 100 % forecast.',
    unit: 'US dollars a month',
    change: 'in place',
  }).default(500),
});

const entrance = group({
  allowedCidrs: cidrs(
    {
      description: 'Networks that may reach the load balancer.',
      allowed: 'IPv4 blocks of public addresses; 0.0.0.0/0 is the internet',
      change: 'in place',
    },
    z.literal('0.0.0.0/0').or(publicBlock()),
  ).default(['0.0.0.0/0']),
  requestsPerFiveMinutes: whole(100, 2_000_000, {
    description: 'One address that sends more is blocked until it slows down.',
    unit: 'requests',
    change: 'in place',
  }).default(2000),
  // Source: Elastic Load Balancing API Reference, idle_timeout.timeout_seconds.
  idleSeconds: whole(1, 4000, {
    description:
      'The load balancer ends a request, and a connection, on which nothing is sent for so long. At least the `drainSeconds` of a process that answers in one piece; and a server has to keep its connections for longer, or some requests are answered 502.',
    unit: 'seconds',
    change: 'in place',
  }).default(60),
  domains: domains(),
  privateCidrs: cidrs({
    description:
      'Private networks outside the VPC that may reach internal routes (docs/domains.md), such as those of a VPN or a peering. The route to them is not made here.',
    allowed: 'private IPv4 blocks such as 10.200.0.0/16, each once',
    change: 'in place',
  })
    .refine((list) => list.every((cidr) => block(cidr)?.isPrivate) && new Set(list).size === list.length)
    .default([]),
});

/** The schema of `environments/<name>.json` for what is declared. Unknown keys are refused. */
export function parametersSchema<const D extends Declared>({ backing, services }: D) {
  return z.strictObject({
    $schema: z.string().optional(),
    account,
    owner: documented(emailInTag(), {
      description: 'Who answers for the environment. Becomes a tag.',
      allowed: 'an e-mail address of letters, digits and _ . + - @, as tags have no others',
      change: 'in place',
    }),
    protected: flag({
      description:
        'Stateful things refuse to be destroyed. One that is retired leaves a last snapshot, and a deleted key or secret can be brought back for 30 days.',
      change: 'in place',
    }).default(true),
    promotedFrom: text(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
      description: 'The environment that new versions run in first. No version here may be ahead of its.',
      allowed: 'the name of another environment',
      change: 'in place',
    }).optional(),
    hostsPreviews: flag({
      description:
        'Whether previews may use its network, cluster, load balancer and servers. Never where a branch that nobody reviewed must not run.',
      change: 'in place',
    }).default(false),
    aheadBecause: text(/\S/, {
      description: 'Why versions here run ahead of promotedFrom, such as an urgent fix. Turns that rule off.',
      allowed: 'a reason',
      change: 'in place',
    }).optional(),
    network,
    cluster,
    ...backingSections(backing),
    groups: mayBeLeftOut(each(groupsOf(services), () => groupParameters())),
    services: each(services as D['services'], (service) => serviceParameters(service, backing)),
    logs,
    backups,
    alerts,
    entrance,
  });
}

/** The schema for what this project declares. */
export type ParametersSchema = ReturnType<typeof parametersSchema<Declared>>;

/** One environment's parameters, checked, with every default filled in. */
export type Parameters = z.output<ParametersSchema>;
export type NetworkParameters = Parameters['network'];
export type ClusterParameters = Parameters['cluster'];
export type LogParameters = Parameters['logs'];
export type BackupParameters = NonNullable<Parameters['backups']>;
export type AlertParameters = Parameters['alerts'];
export type EntranceParameters = Parameters['entrance'];
