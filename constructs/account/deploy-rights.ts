import { arn } from '../core/arn';
import { type Naming, resourcePath } from '../core/naming';
import { viaService } from '../core/partition';
import type { Statement } from '../core/policy';
import { OWN_ROLES } from './role-actions';
import { noSecretsOfServices } from './secret-rights';
import { sessionRights } from './session-rights';

export interface DeployRightsProps {
  readonly naming: Naming;
  /** What the names of all that it makes begin with: `dev-`. */
  readonly prefix: string;
  /** Whether stored things may be destroyed with all that is in them. */
  readonly mayEmpty: boolean;
  /** Whether there is a session host, which a person who deploys may go through. */
  readonly sessions: boolean;
}

/**
 * Services of which a deploy may do everything in its account: what it does there is reviewed before. Listed, so that a
 * stack that takes up another service says so here: test/stacks/missing-rights.test.ts fails until it does.
 */
const SERVICES = [
  'acm',
  'appconfig',
  'autoscaling',
  'budgets',
  'cloudwatch',
  'ec2',
  'eks',
  'elasticache',
  'elasticloadbalancing',
  'firehose',
  'kinesis',
  'lambda',
  'logs',
  'rds',
  'route53',
  'sns',
  'wafv2',
];

/** What whoever deploys an environment may do. The boundary takes away what is not the environment's. */
export function deployRights({ naming, prefix, mayEmpty, sessions }: DeployRightsProps): Statement[] {
  return [
    { Sid: 'ServicesOfThePlatform', Action: SERVICES.map((service) => `${service}:*`), Resource: '*' },
    ...roles(naming, prefix),
    ...keys(naming),
    ...sessionHost(naming, prefix),
    ...(sessions ? sessionRights(naming) : []),
    ...secrets(naming, resourcePath(naming, '*')),
    noSecretsOfServices(naming),
    ...contract(naming),
    ...buckets(naming, mayEmpty),
    { Sid: 'OwnQueues', Action: LOOK_AFTER_QUEUES, Resource: arn(naming, 'sqs', `${prefix}*`) },
    // What a killed run has left is found by its tags, and by the names of roles, which can't be found by tags.
    { Sid: 'FindWhatIsLeft', Action: ['iam:ListRoles', 'tag:GetResources'], Resource: '*' },
  ];
}

/** The boundary asks for itself on each role that is made. */
function roles(naming: Naming, prefix: string): Statement[] {
  return [
    {
      Sid: 'OwnRoles',
      Action: OWN_ROLES,
      Resource: arn(naming, 'iam', `role/${prefix}*`),
    },
    {
      Sid: 'RolesOfServices',
      Action: ['iam:CreateServiceLinkedRole', 'iam:GetRole'],
      Resource: arn(naming, 'iam', 'role/aws-service-role/*'),
    },
  ];
}

/** Of a private server that Session Manager reaches: its profile, and its image, which whoever uses a template has to see. */
function sessionHost(naming: Naming, prefix: string): Statement[] {
  return [
    {
      Sid: 'OwnInstanceProfiles',
      Action: [
        'iam:AddRoleToInstanceProfile',
        'iam:CreateInstanceProfile',
        'iam:DeleteInstanceProfile',
        'iam:GetInstanceProfile',
        'iam:RemoveRoleFromInstanceProfile',
        'iam:TagInstanceProfile',
        'iam:UntagInstanceProfile',
      ],
      Resource: arn(naming, 'iam', `instance-profile/${prefix}*`),
    },
    {
      Sid: 'NewestImage',
      Action: 'ssm:GetParameters',
      Resource: arn({ ...naming, account: '' }, 'ssm', 'parameter/aws/service/ami-amazon-linux-latest/*'),
    },
  ];
}

export const READ_KEYS = ['kms:DescribeKey', 'kms:Get*', 'kms:List*'];
export const CHANGE_KEYS = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:EnableKey*',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:Update*',
];

/** To look after keys, and to use them by way of a service alone. */
function keys(naming: Naming): Statement[] {
  return [
    {
      Sid: 'LookAfterKeys',
      Action: ['kms:CreateKey', ...READ_KEYS, ...CHANGE_KEYS],
      Resource: '*',
    },
    useKeys(naming),
    // For the cluster's envelope encryption. Not by `kms:GrantIsForAWSResource`, which EKS does not support when it
    // makes a cluster. Source: Amazon EKS User Guide, "Encrypt Kubernetes secrets with KMS on existing clusters".
    { Sid: 'GrantsForTheCluster', Action: 'kms:CreateGrant', Resource: arn(naming, 'kms', 'key/*') },
  ];
}

export function useKeys(naming: Naming): Statement {
  return {
    Sid: 'UseKeysThroughServices',
    Action: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*'],
    Resource: arn(naming, 'kms', 'key/*'),
    Condition: { StringLike: { 'kms:ViaService': viaService(naming.region, '*') } },
  };
}

/** The provider reads a version back when it has written it. What RDS makes for itself is not for reading. */
export function secrets(naming: Naming, path: string): Statement[] {
  return [
    {
      Sid: 'OwnSecrets',
      Action: 'secretsmanager:*',
      Resource: arn(naming, 'secretsmanager', `secret:${path}`),
    },
    {
      Sid: 'SecretsThatRdsMakes',
      Action: [
        'secretsmanager:CreateSecret',
        'secretsmanager:DescribeSecret',
        'secretsmanager:RotateSecret',
        'secretsmanager:TagResource',
      ],
      Resource: arn(naming, 'secretsmanager', 'secret:rds!*'),
    },
    { Sid: 'NewPasswords', Action: 'secretsmanager:GetRandomPassword', Resource: '*' },
  ];
}

/** And not to send, receive, or throw away what waits, but for a queue as a whole. */
export const LOOK_AFTER_QUEUES = [
  'sqs:CreateQueue',
  'sqs:DeleteQueue',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ListQueueTags',
  'sqs:SetQueueAttributes',
  'sqs:TagQueue',
  'sqs:UntagQueue',
];

function contract(naming: Naming): Statement[] {
  return [
    {
      Sid: 'OwnParameters',
      Action: 'ssm:*',
      Resource: arn(naming, 'ssm', `parameter${resourcePath(naming, '*')}`),
    },
    { Sid: 'FindParameters', Action: 'ssm:DescribeParameters', Resource: '*' },
  ];
}

/** To look after buckets, and not to read what is in them. */
export function buckets(naming: Naming, mayEmpty: boolean): Statement[] {
  const { platform, environment } = naming;
  const Resource = [
    arn(naming, 's3', `${platform}-${environment}-*`),
    arn(naming, 's3', `${platform}-${environment}-*/*`),
  ];
  const actions = [
    's3:CreateBucket',
    's3:DeleteBucket*',
    's3:Get*Configuration',
    's3:GetBucket*',
    's3:List*',
    's3:Put*Configuration',
    's3:PutBucket*',
  ];
  const emptying = ['s3:BypassGovernanceRetention', 's3:DeleteObject*'];
  return [{ Sid: 'OwnBuckets', Action: mayEmpty ? [...actions, ...emptying] : actions, Resource }];
}
