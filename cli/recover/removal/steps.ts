import type { Aws } from '../../../programs/aws';

// How to remove what takes more than one call.

/** @param match the groups of the pattern of its ARN. */
export type Remove = (aws: Aws, match: readonly string[]) => Promise<unknown>;

export const removeProfile: Remove = async (aws, [, application, id]) => {
  const of = ['--application-id', application!, '--configuration-profile-id', id!];
  const { Items } = await aws.json<{ Items: { VersionNumber: number }[] }>(
    ...['appconfig', 'list-hosted-configuration-versions', ...of],
  );
  for (const { VersionNumber } of Items) {
    const version = ['--version-number', `${VersionNumber}`];
    await aws.run('appconfig', 'delete-hosted-configuration-version', ...of, ...version);
  }
  await aws.run('appconfig', 'delete-configuration-profile', ...of);
};

export const removeRole: Remove = async (aws, [, path]) => {
  const of = ['--role-name', path!.split('/').at(-1)!];
  const { PolicyNames } = await aws.json<{ PolicyNames: string[] }>('iam', 'list-role-policies', ...of);
  for (const policy of PolicyNames)
    await aws.run('iam', 'delete-role-policy', ...of, '--policy-name', policy);
  const { AttachedPolicies } = await aws.json<{ AttachedPolicies: { PolicyArn: string }[] }>(
    ...['iam', 'list-attached-role-policies', ...of],
  );
  for (const { PolicyArn } of AttachedPolicies)
    await aws.run('iam', 'detach-role-policy', ...of, '--policy-arn', PolicyArn);
  await aws.run('iam', 'delete-role', ...of);
};

export const removeInstanceProfile: Remove = async (aws, [, path]) => {
  const of = ['--instance-profile-name', path!.split('/').at(-1)!];
  const { InstanceProfile } = await aws.json<{ InstanceProfile: { Roles: { RoleName: string }[] } }>(
    ...['iam', 'get-instance-profile', ...of],
  );
  for (const { RoleName } of InstanceProfile.Roles)
    await aws.run('iam', 'remove-role-from-instance-profile', ...of, '--role-name', RoleName);
  await aws.run('iam', 'delete-instance-profile', ...of);
};

/** The shortest that there is: it can be cancelled for a week. Source: KMS API Reference, ScheduleKeyDeletion. */
const KEY_DAYS = '7';

export const removeKey: Remove = async (aws, [, id]) => {
  const of = ['--key-id', id!];
  const { Aliases } = await aws.json<{ Aliases: { AliasName: string }[] }>('kms', 'list-aliases', ...of);
  for (const { AliasName } of Aliases) await aws.run('kms', 'delete-alias', '--alias-name', AliasName);
  await aws.run('kms', 'schedule-key-deletion', ...of, '--pending-window-in-days', KEY_DAYS);
};

export const removeFirewall: Remove = async (aws, [, name, id]) => {
  const of = ['--scope', 'REGIONAL', '--name', name!, '--id', id!];
  const { LockToken } = await aws.json<{ LockToken: string }>('wafv2', 'get-web-acl', ...of);
  await aws.run('wafv2', 'delete-web-acl', ...of, '--lock-token', LockToken);
};

export const removeAccessEntry: Remove = async (aws, [, cluster, role]) => {
  const of = ['--cluster-name', cluster!];
  const { accessEntries } = await aws.json<{ accessEntries: string[] }>('eks', 'list-access-entries', ...of);
  for (const principal of accessEntries.filter((arn) => arn.endsWith(`:role/${role}`)))
    await aws.run('eks', 'delete-access-entry', ...of, '--principal-arn', principal);
};

export const removeQueue: Remove = async (aws, [, name]) => {
  const { QueueUrl } = await aws.json<{ QueueUrl: string }>('sqs', 'get-queue-url', '--queue-name', name!);
  await aws.run('sqs', 'delete-queue', '--queue-url', QueueUrl);
};

export const removeRule: Remove = async (aws, [, id]) => {
  const { SecurityGroupRules } = await aws.json<{ SecurityGroupRules: readonly GroupRule[] }>(
    ...['ec2', 'describe-security-group-rules', '--security-group-rule-ids', id!],
  );
  for (const rule of SecurityGroupRules) await revoke(aws, rule);
};

/** A rule of a security group. */
export interface GroupRule {
  readonly GroupId: string;
  readonly IsEgress: boolean;
  readonly SecurityGroupRuleId: string;
}

export async function revoke(aws: Aws, { GroupId, IsEgress, SecurityGroupRuleId }: GroupRule): Promise<void> {
  const call = `revoke-security-group-${IsEgress ? 'egress' : 'ingress'}`;
  await aws.run('ec2', call, '--group-id', GroupId, '--security-group-rule-ids', SecurityGroupRuleId);
}

export const removeGateway: Remove = async (aws, [, id]) => {
  const of = ['--internet-gateway-id', id!];
  const vpcs = await aws.json<string[]>(
    ...['ec2', 'describe-internet-gateways', '--internet-gateway-ids', id!],
    ...['--query', 'InternetGateways[].Attachments[].VpcId'],
  );
  for (const vpc of vpcs) await aws.run('ec2', 'detach-internet-gateway', ...of, '--vpc-id', vpc);
  await aws.run('ec2', 'delete-internet-gateway', ...of);
};

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

export const removeBucket: Remove = async (aws, [, bucket]) => {
  const of = ['--bucket', bucket!];
  for (;;) {
    const text = await aws.run('s3api', 'list-object-versions', ...of, '--max-items', MOST_OBJECTS);
    const { Versions = [], DeleteMarkers = [] } = (text.trim() ? JSON.parse(text) : {}) as Versions;
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) break;
    const batch = JSON.stringify({ Objects, Quiet: true });
    await aws.run('s3api', 'delete-objects', ...of, '--delete', batch);
  }
  await aws.run('s3api', 'delete-bucket', ...of);
};
