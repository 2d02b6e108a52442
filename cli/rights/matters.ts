import { type Call, may, type Principal } from './access';
import type { Asset, AssetKind } from './world/things';
import { mayDo, thingsOf, type World } from './world/world';

/** A right that a reviewer asks for first. */
export interface Matter {
  /** In words that follow "it": "reads the values of". */
  readonly title: string;
  readonly kind: AssetKind;
  /** Any of them. */
  readonly actions: readonly string[];
  /** What of it the actions are about, in each form that policies have for it. Default: the thing itself. */
  readonly parts?: (thing: Asset) => readonly string[];
  /** How its key has to be used. Undefined: the key does not matter. */
  readonly by?: (thing: Asset) => Call['context'];
  /** Settled condition keys. */
  readonly context?: (thing: Asset) => Call['context'];
}

const objects = ({ arn }: Asset) => [`${arn}/any`];
const streams = ({ arn }: Asset) => [arn, `${arn}:*`, `${arn}:log-stream:any`];
/** A backup of a database in a vault, which is a snapshot of RDS. */
const snapshots = ({ arn }: Asset) => {
  const [, partition, , place, account] = arn.split(':');
  return [`arn:${partition}:rds:${place}:${account}:snapshot:awsbackup:any`];
};
/** What a right can be on in a vault. */
const backups = (vault: Asset) => [
  `${vault.arn.split(':backup-vault:')[0]}:recovery-point:any`,
  ...snapshots(vault),
];
const ofBucket = ({ arn }: Asset) => arn.split('/')[0]!;
const region = ({ arn }: Asset) => arn.split(':')[3]!;

const throughS3 = (thing: Asset) => ({
  'kms:EncryptionContext:aws:s3:arn': ofBucket(thing),
  'kms:EncryptionContext:SecretARN': undefined,
});

const throughSqs = ({ arn }: Asset) => ({
  'kms:EncryptionContext:aws:sqs:arn': arn,
  'kms:EncryptionContext:aws:s3:arn': undefined,
  'kms:EncryptionContext:SecretARN': undefined,
});

/** Decryption of what nothing names. */
const FOR_ANYTHING = {
  'kms:EncryptionContext:aws:appconfig:deployment:arn': undefined,
  'kms:EncryptionContext:aws:s3:arn': undefined,
  'kms:EncryptionContext:aws:sqs:arn': undefined,
  'kms:EncryptionContext:SecretARN': undefined,
};

/** What rights can be about. A row that nobody needs to ask for is left out; one that is missed is one line. */
export const MATTERS: readonly Matter[] = [
  {
    title: 'reads the values of secrets',
    kind: 'secret',
    // BatchGetSecretValue needs it for each secret as well.
    actions: ['secretsmanager:GetSecretValue'],
    by: (thing) => ({
      'kms:ViaService': `secretsmanager.${region(thing)}.amazonaws.com`,
      'kms:EncryptionContext:SecretARN': thing.arn,
    }),
  },
  {
    title: 'changes or deletes secrets',
    kind: 'secret',
    actions: ['secretsmanager:DeleteSecret', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecret'],
  },
  {
    title: 'decrypts with keys, whatever they encrypt',
    kind: 'key',
    actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:ReEncryptFrom'],
    context: () => ({ ...FOR_ANYTHING, 'kms:ViaService': undefined }),
  },
  {
    title: 'decrypts with keys by way of any service',
    kind: 'key',
    actions: ['kms:Decrypt'],
    context: (thing) => ({ ...FOR_ANYTHING, 'kms:ViaService': `any.${region(thing)}.amazonaws.com` }),
  },
  {
    title: 'destroys keys',
    kind: 'key',
    actions: ['kms:DisableKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
  },
  {
    title: 'reads log groups',
    kind: 'log group',
    parts: streams,
    actions: ['logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:StartLiveTail', 'logs:StartQuery'],
  },
  {
    title: 'deletes log groups',
    kind: 'log group',
    parts: streams,
    actions: ['logs:DeleteLogGroup', 'logs:DeleteLogStream'],
  },
  {
    title: 'reads logs on their way',
    kind: 'log stream',
    actions: ['kinesis:GetRecords'],
  },
  {
    title: 'reads objects of buckets',
    kind: 'bucket',
    actions: ['s3:GetObject'],
    parts: objects,
    by: throughS3,
  },
  { title: 'writes objects of buckets', kind: 'bucket', actions: ['s3:PutObject'], parts: objects },
  {
    title: 'deletes objects of buckets',
    kind: 'bucket',
    actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
    parts: objects,
  },
  { title: 'sends messages to queues', kind: 'queue', actions: ['sqs:SendMessage'], by: throughSqs },
  { title: 'reads messages of queues', kind: 'queue', actions: ['sqs:ReceiveMessage'], by: throughSqs },
  {
    title: 'throws away messages of queues',
    kind: 'queue',
    actions: ['sqs:DeleteMessage', 'sqs:DeleteQueue', 'sqs:PurgeQueue'],
  },
  { title: 'reads states of', kind: 'state', actions: ['s3:GetObject'], by: throughS3 },
  { title: 'writes states of', kind: 'state', actions: ['s3:PutObject'] },
  { title: 'reads parameters', kind: 'parameter', actions: ['ssm:GetParameter', 'ssm:GetParametersByPath'] },
  { title: 'writes parameters', kind: 'parameter', actions: ['ssm:DeleteParameter', 'ssm:PutParameter'] },
  {
    title: 'pulls images from',
    kind: 'repository',
    actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  },
  { title: 'pushes images to', kind: 'repository', actions: ['ecr:PutImage'] },
  {
    title: 'deletes images of',
    kind: 'repository',
    actions: ['ecr:BatchDeleteImage', 'ecr:DeleteRepository'],
  },
  {
    title: 'takes over databases',
    kind: 'database',
    actions: [
      'rds:ModifyDBInstance',
      'rds:RestoreDBInstanceFromDBSnapshot',
      'rds:RestoreDBInstanceToPointInTime',
    ],
  },
  { title: 'deletes databases', kind: 'database', actions: ['rds:DeleteDBInstance'] },
  { title: 'changes users of caches', kind: 'cache user', actions: ['elasticache:ModifyUser'] },
  {
    title: 'changes who may log in to caches',
    kind: 'cache user group',
    actions: ['elasticache:ModifyUserGroup'],
  },
  {
    title: 'changes feature flags',
    kind: 'flags',
    actions: ['appconfig:CreateHostedConfigurationVersion', 'appconfig:StartDeployment'],
  },
  {
    title: 'deletes caches',
    kind: 'cache',
    actions: ['elasticache:DeleteCacheCluster', 'elasticache:DeleteReplicationGroup'],
  },
  { title: 'deletes clusters', kind: 'cluster', actions: ['eks:DeleteCluster'] },
  {
    title: 'changes who may reach what in the network',
    kind: 'security group',
    actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:AuthorizeSecurityGroupEgress'],
  },
  {
    title: 'changes routes of the network',
    kind: 'route table',
    actions: ['ec2:CreateRoute', 'ec2:ReplaceRoute'],
  },
  {
    title: 'leads requests of a listener elsewhere',
    kind: 'listener',
    actions: ['elasticloadbalancing:ModifyListener'],
  },
  { title: 'adds rules to a listener', kind: 'listener', actions: ['elasticloadbalancing:CreateRule'] },
  { title: 'changes firewalls', kind: 'firewall', actions: ['wafv2:DeleteWebACL', 'wafv2:UpdateWebACL'] },
  {
    title: 'changes any DNS record of',
    kind: 'zone',
    actions: ['route53:ChangeResourceRecordSets'],
    context: () => ({
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': 'any.example',
      'route53:ChangeResourceRecordSetsRecordTypes': 'CAA',
    }),
  },
  { title: 'changes some DNS records of', kind: 'zone', actions: ['route53:ChangeResourceRecordSets'] },
  {
    title: 'deletes backups in, once no lock holds them',
    kind: 'vault',
    parts: backups,
    actions: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'],
  },
  {
    title: 'deletes, or shows to others, the snapshots of RDS in',
    kind: 'vault',
    parts: snapshots,
    actions: ['rds:DeleteDBSnapshot', 'rds:ModifyDBSnapshotAttribute'],
  },
  {
    title: 'takes the lock from, unless nobody can',
    kind: 'vault',
    actions: ['backup:DeleteBackupVaultLockConfiguration', 'backup:PutBackupVaultLockConfiguration'],
  },
  {
    title: 'changes what is backed up',
    kind: 'backup plan',
    actions: ['backup:DeleteBackupPlan', 'backup:DeleteBackupSelection', 'backup:UpdateBackupPlan'],
  },
  {
    title: 'stops the audit trail',
    kind: 'trail',
    actions: [
      'cloudtrail:DeleteTrail',
      'cloudtrail:PutEventSelectors',
      'cloudtrail:StopLogging',
      'cloudtrail:UpdateTrail',
    ],
  },
  {
    title: 'silences alarms',
    kind: 'alarm',
    actions: ['cloudwatch:DeleteAlarms', 'cloudwatch:DisableAlarmActions', 'cloudwatch:PutMetricAlarm'],
  },
  {
    title: 'changes boundaries',
    kind: 'boundary',
    actions: ['iam:CreatePolicyVersion', 'iam:DeletePolicy', 'iam:SetDefaultPolicyVersion'],
  },
];

/** The things that somebody has a right to. */
export function granted(caller: Principal, matter: Matter, world: World): Asset[] {
  const { kind, actions, parts = ({ arn }) => [arn], by, context } = matter;
  return thingsOf(world, kind).filter(
    (thing) =>
      actions.some((action) =>
        parts(thing).some((resource) =>
          mayDo(caller, action, thing, { resource, context: context?.(thing) }),
        ),
      ) &&
      (by === undefined || hasKey(caller, thing, by(thing), world)),
  );
}

function hasKey(caller: Principal, { key }: Asset, context: Call['context'], world: World): boolean {
  if (key === undefined) return true;
  const found = thingsOf(world, 'key').find(({ arn }) => arn === key);
  if (found === undefined || mayDo(caller, 'kms:Decrypt', found, { context })) return true;
  return mayDo(caller, 'kms:CreateGrant', found, { context: { 'kms:ViaService': undefined } });
}

/** The actions on roles that change what others may do, beside those by which the caller becomes more itself. */
const ON_ROLES = [
  'iam:AttachRolePolicy',
  'iam:DeleteRole',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
];

/** Names of the roles that somebody may change. */
export function changedRoles(caller: Principal, { roles, policies }: World) {
  return roles.filter(({ arn, account, boundary }) =>
    ON_ROLES.some((action) =>
      [boundary, ...policies.keys()].some((one) =>
        may(caller, { action, resource: arn, account, context: { 'iam:PermissionsBoundary': one } }),
      ),
    ),
  );
}

export const ASKED_ACTIONS = [...MATTERS.flatMap(({ actions }) => actions), ...ON_ROLES];
