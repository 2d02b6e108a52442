import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Construct } from 'constructs';
import { anyRegionArn, arn } from '../core/arn';
import { type Naming, resourcePath } from '../core/naming';
import { policy, type Statement } from '../core/policy';

export interface PermissionsBoundaryProps {
  /** By which the protected things are named. */
  readonly naming: Naming;
  /** Name of the policy. */
  readonly name: string;
  /** Names of the roles that no role within the boundary may change or take, beside those that are named so. */
  readonly roles: readonly string[];
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

function denied({ naming, roles, keys }: PermissionsBoundaryProps, boundary: string): Statement[] {
  const { platform, environment } = naming;
  const prefix = `${environment}-`;
  const without = { StringNotEquals: { 'iam:PermissionsBoundary': boundary } };
  return [
    {
      Sid: 'RolesOutsideTheBoundary',
      Action: [
        'iam:AttachRolePolicy',
        'iam:CreateRole',
        'iam:DeleteRolePolicy',
        'iam:DetachRolePolicy',
        'iam:PutRolePermissionsBoundary',
        'iam:PutRolePolicy',
      ],
      Resource: '*',
      Condition: without,
    },
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
    {
      Sid: 'TheBoundary',
      Action: ['iam:CreatePolicyVersion', 'iam:DeletePolicy*', 'iam:SetDefaultPolicyVersion'],
      Resource: boundary,
    },
    {
      Sid: 'ProtectedRoles',
      Action: [
        'iam:Attach*',
        'iam:Delete*',
        'iam:Detach*',
        'iam:PassRole',
        'iam:Put*',
        'iam:Tag*',
        'iam:Untag*',
        'iam:Update*',
        'sts:AssumeRole',
      ],
      Resource: [`${prefix}*`, ...roles].map((role) => arn(naming, 'iam', `role/${role}`)),
    },
    {
      Sid: 'TheTrail',
      Action: [
        'cloudtrail:Delete*',
        'cloudtrail:Put*',
        'cloudtrail:Stop*',
        'cloudtrail:Update*',
        'logs:Delete*',
        'logs:Put*',
        'sns:Remove*',
        'sns:Set*',
        'sns:Delete*',
        'sns:Unsubscribe',
        'cloudwatch:Delete*',
        'cloudwatch:Disable*',
        'cloudwatch:Put*',
        'cloudwatch:Set*',
      ],
      Resource: [
        anyRegionArn(naming, 'cloudtrail', `trail/${prefix}*`),
        anyRegionArn(naming, 'cloudwatch', `alarm:${prefix}*`),
        anyRegionArn(naming, 'logs', `log-group:${resourcePath(naming, '*')}`),
        anyRegionArn(naming, 'sns', `${prefix}*`),
      ],
    },
    {
      Sid: 'TheTrailsBucket',
      Action: ['s3:Bypass*', 's3:Delete*', 's3:Put*'],
      Resource: arn(naming, 's3', `${platform}-${prefix}*`),
    },
    {
      Sid: 'TheTrailsKeys',
      Action: ['kms:Disable*', 'kms:Put*', 'kms:ScheduleKeyDeletion', 'kms:Update*', 'kms:CreateGrant'],
      Resource: keys,
    },
    {
      Sid: 'TheAccount',
      Action: ['account:*', 'organizations:*'],
      Resource: '*',
    },
  ];
}
