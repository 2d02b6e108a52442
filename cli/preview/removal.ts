import type { Failure } from '../../console/failure';
import type { BackingKind } from '../../declarations/kinds/kinds';
import type { Aws } from '../../programs/aws';

type Remove = (aws: Aws, match: RegExpMatchArray, arn: string) => Promise<unknown>;

type Removals = readonly (readonly [RegExp, Remove])[];

/** How to remove what things of each kind are made of, by the end of its ARN. */
const OF_BACKING: { readonly [K in BackingKind]: Removals } = {
  database: [
    [
      /^rds:db:(.+)$/,
      (aws, [, id]) =>
        aws.run('rds', 'delete-db-instance', '--db-instance-identifier', id!, '--skip-final-snapshot'),
    ],
    [
      /^rds:pg:(.+)$/,
      (aws, [, id]) => aws.run('rds', 'delete-db-parameter-group', '--db-parameter-group-name', id!),
    ],
    [
      /^rds:subgrp:(.+)$/,
      (aws, [, id]) => aws.run('rds', 'delete-db-subnet-group', '--db-subnet-group-name', id!),
    ],
  ],
  cache: [
    [
      /^elasticache:replicationgroup:(.+)$/,
      (aws, [, id]) => aws.run('elasticache', 'delete-replication-group', '--replication-group-id', id!),
    ],
    [
      /^elasticache:parametergroup:(.+)$/,
      (aws, [, id]) =>
        aws.run('elasticache', 'delete-cache-parameter-group', '--cache-parameter-group-name', id!),
    ],
    [
      /^elasticache:subnetgroup:(.+)$/,
      (aws, [, id]) => aws.run('elasticache', 'delete-cache-subnet-group', '--cache-subnet-group-name', id!),
    ],
    [
      /^elasticache:usergroup:(.+)$/,
      (aws, [, id]) => aws.run('elasticache', 'delete-user-group', '--user-group-id', id!),
    ],
    // Which takes it out of its groups, too. Source: ElastiCache API Reference, DeleteUser.
    [/^elasticache:user:(.+)$/, (aws, [, id]) => aws.run('elasticache', 'delete-user', '--user-id', id!)],
  ],
  memcached: [
    [
      /^elasticache:cluster:(.+)$/,
      (aws, [, id]) => aws.run('elasticache', 'delete-cache-cluster', '--cache-cluster-id', id!),
    ],
  ],
  bucket: [[/^s3:([^/]+)$/, removeBucket]],
};

/** The same for everything else. Whatever has to go before a thing goes with it, if it has no ARN. */
const OTHERS: Removals = [
  [
    /^appconfig:application\/(\w+)$/,
    (aws, [, id]) => aws.run('appconfig', 'delete-application', '--application-id', id!),
  ],
  [/^appconfig:application\/(\w+)\/configurationprofile\/(\w+)$/, removeProfile],
  [
    /^appconfig:application\/(\w+)\/environment\/(\w+)$/,
    (aws, [, application, id]) =>
      aws.run('appconfig', 'delete-environment', '--application-id', application!, '--environment-id', id!),
  ],
  // It goes with its environment.
  [/^appconfig:application\/\w+\/environment\/\w+\/deployment\/\d+$/, () => Promise.resolve()],
  [/^ec2:security-group\/(.+)$/, (aws, [, id]) => aws.run('ec2', 'delete-security-group', '--group-id', id!)],
  [
    /^eks:podidentityassociation\/([^/]+)\/(.+)$/,
    (aws, [, cluster, id]) =>
      aws.run('eks', 'delete-pod-identity-association', '--cluster-name', cluster!, '--association-id', id!),
  ],
  [
    /^elasticloadbalancing:listener-rule\//,
    (aws, _, arn) => aws.run('elbv2', 'delete-rule', '--rule-arn', arn),
  ],
  [
    /^elasticloadbalancing:targetgroup\//,
    (aws, _, arn) => aws.run('elbv2', 'delete-target-group', '--target-group-arn', arn),
  ],
  [/^iam:role\/(.+)$/, removeRole],
  [/^kms:key\/(.+)$/, removeKey],
  [
    /^logs:log-group:([^:]+)(:\*)?$/,
    (aws, [, name]) => aws.run('logs', 'delete-log-group', '--log-group-name', name!),
  ],
  [
    /^secretsmanager:secret:/,
    (aws, _, arn) =>
      aws.run('secretsmanager', 'delete-secret', '--secret-id', arn, '--force-delete-without-recovery'),
  ],
  [/^ssm:parameter(\/.+)$/, (aws, [, name]) => aws.run('ssm', 'delete-parameter', '--name', name!)],
];

const REMOVALS: Removals = [...Object.values(OF_BACKING).flat(), ...OTHERS];

/** The shortest that there is. Source: KMS API Reference, ScheduleKeyDeletion. */
const KEY_DAYS = '7';
const GONE = /NotFound|NoSuch|does not exist|not found/i;

/**
 * How to remove the resource with that ARN. Undefined: no way is known. What is gone already counts as removed.
 */
export function removalOf(aws: Aws, arn: string): (() => Promise<void>) | undefined {
  const [, , service, , , ...rest] = arn.split(':');
  const name = `${service}:${rest.join(':')}`;
  for (const [pattern, remove] of REMOVALS) {
    const match = name.match(pattern);
    if (!match) continue;
    return async () => {
      await remove(aws, match, arn).catch((error: Failure) => {
        if (!GONE.test(error.message)) throw error;
      });
    };
  }
  return undefined;
}

async function removeProfile(aws: Aws, [, application, id]: RegExpMatchArray): Promise<void> {
  const of = ['--application-id', application!, '--configuration-profile-id', id!];
  const { Items } = await aws.json<{ Items: { VersionNumber: number }[] }>(
    ...['appconfig', 'list-hosted-configuration-versions', ...of],
  );
  for (const { VersionNumber } of Items) {
    await aws.run(
      'appconfig',
      'delete-hosted-configuration-version',
      ...of,
      '--version-number',
      `${VersionNumber}`,
    );
  }
  await aws.run('appconfig', 'delete-configuration-profile', ...of);
}

async function removeRole(aws: Aws, [, name]: RegExpMatchArray): Promise<void> {
  const of = ['--role-name', name!];
  const { PolicyNames } = await aws.json<{ PolicyNames: string[] }>('iam', 'list-role-policies', ...of);
  for (const policy of PolicyNames)
    await aws.run('iam', 'delete-role-policy', ...of, '--policy-name', policy);
  await aws.run('iam', 'delete-role', ...of);
}

async function removeKey(aws: Aws, [, id]: RegExpMatchArray): Promise<void> {
  const { Aliases } = await aws.json<{ Aliases: { AliasName: string }[] }>(
    'kms',
    'list-aliases',
    '--key-id',
    id!,
  );
  for (const { AliasName } of Aliases) await aws.run('kms', 'delete-alias', '--alias-name', AliasName);
  await aws.run('kms', 'schedule-key-deletion', '--key-id', id!, '--pending-window-in-days', KEY_DAYS);
}

interface Versions {
  readonly Versions?: readonly Version[];
  readonly DeleteMarkers?: readonly Version[];
}

interface Version {
  readonly Key: string;
  readonly VersionId: string;
}

/** Source: S3 API Reference, DeleteObjects. */
const MOST_OBJECTS = '1000';

async function removeBucket(aws: Aws, [, bucket]: RegExpMatchArray): Promise<void> {
  for (;;) {
    const page = ['list-object-versions', '--bucket', bucket!, '--max-items', MOST_OBJECTS];
    const text = await aws.run('s3api', ...page);
    const { Versions = [], DeleteMarkers = [] } = (text.trim() ? JSON.parse(text) : {}) as Versions;
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) break;
    await aws.run(
      ...[
        's3api',
        'delete-objects',
        '--bucket',
        bucket!,
        '--delete',
        JSON.stringify({ Objects, Quiet: true }),
      ],
    );
  }
  await aws.run('s3api', 'delete-bucket', '--bucket', bucket!);
}
