import { arn } from '../core/arn';
import { type Naming, resourcePath } from '../core/naming';
import { partitionOf } from '../core/partition';
import type { Statement } from '../core/policy';
import { secretArn } from '../core/secret-names';
import { previewLogs } from '../preview/preview-logs';
import { previewFolder } from '../preview/preview-record';
import { buckets, CHANGE_KEYS, LOOK_AFTER_QUEUES, READ_KEYS, secrets, useKeys } from './deploy-rights';
import { BOUNDED, OWN_ROLES } from './role-actions';
import { noSecretsOfServices } from './secret-rights';

/** What the name of every preview begins with, and so of all that it makes. */
const PREVIEW = 'preview';
const PREFIX = `${PREVIEW}-`;

export interface PreviewRightsProps {
  /** Of the environment that hosts previews. */
  readonly host: Naming;
  /** Of the host, `dev.acme.example`. */
  readonly domain: string;
  /** ARN of the boundary that every role of a preview carries. */
  readonly boundary: string;
}

/**
 * The rights of the role that makes and destroys previews, in the account that hosts them. They cover resources with
 * the name or tag of a preview, and the few resources of the host that previews are attached to. Code of any branch
 * runs with them, so nothing that they make may do more than they can.
 */
export function previewRights({ host, domain, boundary }: PreviewRightsProps): Statement[] {
  const own = { ...host, environment: `${PREFIX}*` };
  return [
    { Sid: 'LookAround', Action: LOOK, Resource: '*' },
    ...roles(host, boundary),
    useKeys(host),
    ...secrets(host, resourcePath(own, '*')),
    noSecretsOfServices(own),
    ...buckets({ ...host, environment: PREVIEW }, true),
    {
      Sid: 'OwnParameters',
      Action: 'ssm:*',
      Resource: [resourcePath(own, '*'), `${previewFolder(host)}/*`].map((path) =>
        arn(host, 'ssm', `parameter${path}`),
      ),
    },
    {
      Sid: 'OtherPreviews',
      Action: 'ssm:GetParametersByPath',
      Resource: arn(host, 'ssm', `parameter${previewFolder(host)}`),
    },
    {
      Sid: 'ContractOfTheHost',
      Action: 'ssm:GetParameter',
      Resource: [resourcePath(host, 'contract'), resourcePath(host, 'contract', '*')].map((path) =>
        arn(host, 'ssm', `parameter${path}`),
      ),
    },
    // Which version is the current one, of those that a declaration shares with previews.
    {
      Sid: 'VersionsOfSecretsOfTheHost',
      Action: [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetResourcePolicy',
        'secretsmanager:ListSecretVersionIds',
      ],
      Resource: secretArn(host),
    },
    { Sid: 'OwnNames', Action: NAMED, Resource: named(host) },
    {
      Sid: 'MakeWhatGetsATag',
      Action: MADE,
      Resource: '*',
      Condition: { StringLike: { 'aws:RequestTag/environment': `${PREFIX}*` } },
    },
    // What carries a tag already is somebody's: with another tag it would be the preview's to change.
    {
      Sid: 'TagWhatIsNew',
      Action: TAGGED,
      Resource: '*',
      Condition: {
        StringLike: { 'aws:RequestTag/environment': `${PREFIX}*` },
        Null: { 'aws:ResourceTag/environment': 'true' },
      },
    },
    {
      Sid: 'ChangeWhatHasATag',
      Action: [...CHANGED, ...TAGGED],
      Resource: '*',
      Condition: { StringLike: { 'aws:ResourceTag/environment': `${PREFIX}*` } },
    },
    // Of applications it takes the tag of each. A strategy of AWS's own has none.
    {
      Sid: 'DeployFlagsByAStrategy',
      Action: 'appconfig:StartDeployment',
      Resource: arn(host, 'appconfig', 'deploymentstrategy/*'),
    },
    {
      Sid: 'AttachToTheHost',
      Action: ATTACHED,
      Resource: [arn(host, 'ec2', 'vpc/*'), arn(host, 'eks', `cluster/${host.environment}`)],
      Condition: { StringEquals: { 'aws:ResourceTag/environment': host.environment } },
    },
    {
      Sid: 'OwnAddresses',
      Action: 'route53:ChangeResourceRecordSets',
      Resource: arn(host, 'route53', 'hostedzone/*'),
      // `<service>-<id>`, below the domain of the host: no zone of its own, and no proof for a certificate.
      Condition: {
        'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['A'] },
        'ForAllValues:StringLike': {
          'route53:ChangeResourceRecordSetsNormalizedRecordNames': [`*-*.${domain}`],
        },
      },
    },
  ];
}

const LOOK = [
  ...READ_KEYS,
  'appconfig:Get*',
  'appconfig:List*',
  'cloudwatch:Describe*',
  'cloudwatch:Get*',
  'cloudwatch:List*',
  'ec2:Describe*',
  'eks:Describe*',
  'eks:List*',
  'elasticache:Describe*',
  'elasticache:List*',
  'elasticloadbalancing:Describe*',
  // What a killed run has left is found by its tags, and by the names of roles, which can't be found by tags.
  'iam:ListRoles',
  'logs:Describe*',
  'logs:List*',
  'rds:Describe*',
  'rds:List*',
  'route53:Get*',
  'route53:List*',
  'ssm:DescribeParameters',
  'tag:GetResources',
];

/** Of services whose resources have ARNs that hold their names. */
const NAMED = [
  'cloudwatch:Delete*',
  'cloudwatch:Put*',
  'cloudwatch:TagResource',
  'cloudwatch:UntagResource',
  'elasticache:*',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'logs:CreateLog*',
  'logs:DeleteLog*',
  'logs:*MetricFilter',
  'logs:*RetentionPolicy',
  'logs:*SubscriptionFilter',
  'logs:TagResource',
  'logs:UntagResource',
  'logs:AssociateKmsKey',
  'rds:*',
  ...LOOK_AFTER_QUEUES,
];

function named(host: Naming): string[] {
  return [
    arn(host, 'cloudwatch', `alarm:${PREFIX}*`),
    `arn:${partitionOf(host.region).name}:cloudwatch::${host.account}:dashboard/${PREFIX}*`,
    // An alias has no tags; to give it to a key takes the right to change the key as well.
    arn(host, 'kms', `alias/${PREFIX}*`),
    ...['cluster', 'parametergroup', 'replicationgroup', 'subnetgroup', 'user', 'usergroup'].map((kind) =>
      arn(host, 'elasticache', `${kind}:${PREFIX}*`),
    ),
    arn(host, 'logs', `log-group:${previewLogs(host.platform, '*')}`),
    ...['db', 'pg', 'subgrp', 'snapshot', 'og'].map((kind) => arn(host, 'rds', `${kind}:${PREFIX}*`)),
    arn(host, 'sqs', `${PREFIX}*`),
  ];
}

const MADE = [
  'appconfig:CreateApplication',
  'ec2:CreateSecurityGroup',
  'eks:CreatePodIdentityAssociation',
  'elasticloadbalancing:CreateRule',
  'elasticloadbalancing:CreateTargetGroup',
  'kms:CreateKey',
];

const TAGGED = [
  'appconfig:TagResource',
  'ec2:CreateTags',
  'eks:TagResource',
  'elasticloadbalancing:AddTags',
  'kms:TagResource',
];

const CHANGED = [
  ...CHANGE_KEYS,
  'appconfig:*',
  'ec2:AuthorizeSecurityGroup*',
  'ec2:DeleteSecurityGroup',
  'ec2:DeleteTags',
  'ec2:ModifySecurityGroupRules',
  'ec2:RevokeSecurityGroup*',
  'eks:DeletePodIdentityAssociation',
  'eks:UpdatePodIdentityAssociation',
  'elasticloadbalancing:DeleteRule',
  'elasticloadbalancing:DeleteTargetGroup',
  'elasticloadbalancing:ModifyRule',
  'elasticloadbalancing:ModifyTargetGroup*',
  'elasticloadbalancing:SetRulePriorities',
];

/** To what the host has: its network and its cluster. */
const ATTACHED = ['ec2:CreateSecurityGroup', 'eks:CreatePodIdentityAssociation'];

/** Services that take a role of a preview: for its pods, and for a database server of its own. */
const PASSED_TO = ['eks.amazonaws.com', 'monitoring.rds.amazonaws.com', 'pods.eks.amazonaws.com'];

/** Roles of previews, each with their boundary alone, for the services above alone. */
function roles(host: Naming, boundary: string): Statement[] {
  const Resource = arn(host, 'iam', `role/${PREFIX}*`);
  const bounded = new Set(BOUNDED);
  return [
    {
      Sid: 'OwnRolesWithTheirBoundary',
      Action: BOUNDED,
      Resource,
      Condition: { StringEquals: { 'iam:PermissionsBoundary': boundary } },
    },
    {
      Sid: 'PassOwnRoles',
      Action: 'iam:PassRole',
      Resource,
      Condition: { StringEquals: { 'iam:PassedToService': PASSED_TO } },
    },
    {
      Sid: 'OwnRoles',
      Action: OWN_ROLES.filter((action) => action !== 'iam:PassRole' && !bounded.has(action)),
      Resource,
    },
  ];
}
