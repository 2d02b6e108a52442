import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Construct } from 'constructs';
import { anyRegionArn, arn } from '../core/arn';
import { type Naming, resourcePath } from '../core/naming';
import { policy, type Statement } from '../core/policy';
import { BOUNDED, CHANGE_ROLES } from './role-actions';

export interface PermissionsBoundaryProps {
  /** By which the protected things are named. */
  readonly naming: Naming;
  /** Name of the policy. */
  readonly name: string;
  /** Names of the roles that a deploy makes, or their beginning and a star. Every other role is out of reach. */
  readonly own: readonly string[];
  /** Names of roles that are out of reach, even if they begin like one of those. */
  readonly roles: readonly string[];
  /** ARN of the role that deploys. Undefined: it has no boundary. */
  readonly deployer?: string;
  /** ARNs of narrower boundaries, which a role may carry in place of this one. */
  readonly narrower: readonly string[];
  /** ARNs of the keys that none may take away. */
  readonly keys: readonly string[];
}

/**
 * The most that a role with this boundary can do, whatever its own policies say: everything except removing or hiding
 * the boundary. A boundary grants nothing by itself: a role can do only what its own policies allow too.
 */
export class PermissionsBoundary extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PermissionsBoundaryProps) {
    super(scope, id);
    const { naming, name } = props;
    const denials = denied(props, arn(naming, 'iam', `policy/${name}`));
    this.arn = new IamPolicy(this, 'Default', {
      name,
      description: 'The most that roles of the platform can do',
      policy: policy(
        { Sid: 'WhatOwnPoliciesAllow', Action: '*', Resource: '*' },
        ...denials.map((statement) => ({ ...statement, Effect: 'Deny' as const })),
      ),
    }).arn;
  }
}

/** What changes a role, makes use of one, or takes one. */
const ROLES = [...CHANGE_ROLES, 'sts:AssumeRole'];

/**
 * Whole services are denied on what is protected: a list of actions would miss the next one. Which actions know which
 * resource is checked against the Service Authorization Reference (test/stacks/policies.test.ts).
 */
function denied(props: PermissionsBoundaryProps, boundary: string): Statement[] {
  const { naming, own, roles, narrower, keys } = props;
  const { platform, environment } = naming;
  const prefix = `${environment}-`;
  const role = (name: string) => arn(naming, 'iam', `role/${name}`);
  const bucket = arn(naming, 's3', `${platform}-${prefix}*`);
  return [
    {
      Sid: 'RolesOutsideTheBoundary',
      Action: BOUNDED,
      Resource: '*',
      Condition: { StringNotEquals: { 'iam:PermissionsBoundary': [boundary, ...narrower] } },
    },
    { Sid: 'RolesOfOthers', Action: ROLES, NotResource: own.map(role) },
    { Sid: 'ProtectedRoles', Action: ROLES, Resource: roles.map(role) },
    {
      Sid: 'IdentitiesThatAreNoRoles',
      Action: [
        'iam:*AccessKey*',
        'iam:*AccountPasswordPolicy',
        'iam:*Group*',
        'iam:*LoginProfile',
        'iam:*MFADevice',
        'iam:*OpenIDConnectProvider*',
        'iam:*SAMLProvider*',
        'iam:*User*',
        'iam:DeleteRolePermissionsBoundary',
      ],
      Resource: '*',
    },
    { Sid: 'TheBoundary', Action: 'iam:*', Resource: arn(naming, 'iam', `policy/${platform}-*`) },
    {
      Sid: 'TheTrail',
      Action: ['cloudtrail:*', 'cloudwatch:*', 'events:*', 'logs:*', 's3:*', 'sns:*'],
      Resource: [
        anyRegionArn(naming, 'cloudtrail', `trail/${prefix}*`),
        anyRegionArn(naming, 'cloudwatch', `alarm:${prefix}*`),
        anyRegionArn(naming, 'events', `rule/${prefix}*`),
        anyRegionArn(naming, 'logs', `log-group:${resourcePath(naming, '*')}`),
        anyRegionArn(naming, 'logs', `log-group:/aws/events/${prefix}*`),
        anyRegionArn(naming, 'sns', `${prefix}*`),
        bucket,
      ],
    },
    ...subscriptions(props),
    { Sid: 'TheBackups', Action: ['backup:*', 'backup-storage:*'], Resource: '*' },
    // RDS keeps the backups of databases as snapshots, and asks nobody before it deletes one or shows it to others.
    {
      Sid: 'TheBackupsInRds',
      Action: ['rds:DeleteDBSnapshot', 'rds:ModifyDBSnapshot*'],
      Resource: anyRegionArn(naming, 'rds', 'snapshot:awsbackup:*'),
    },
    { Sid: 'TheTrailsKeys', Action: 'kms:*', Resource: keys },
    {
      Sid: 'TheAccount',
      Action: [
        'account:*',
        'organizations:*',
        'access-analyzer:Delete*',
        'access-analyzer:Update*',
        'ec2:*EbsDefaultKmsKeyId',
        'ec2:DisableEbsEncryptionByDefault',
        's3:PutAccountPublicAccessBlock',
      ],
      Resource: '*',
    },
  ];
}

/**
 * A subscription need not have an ARN of its own in a request: denied on a topic, these two would be denied nowhere. So
 * they are denied to all but the deploy, which looks after the environment's own; an alarm tells of the others
 * (audit-trail-alarms.ts).
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon SNS".
 */
function subscriptions({ deployer }: PermissionsBoundaryProps): Statement[] {
  return [
    {
      Sid: 'Subscriptions',
      Action: ['sns:SetSubscriptionAttributes', 'sns:Unsubscribe'],
      Resource: '*',
      ...(deployer && { Condition: { ArnNotEquals: { 'aws:PrincipalArn': deployer } } }),
    },
  ];
}
