import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachmentsExclusive } from '@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive';
import { Construct } from 'constructs';
import { managedPolicyArn } from '../core/partition';
import { type People, trustPolicy } from './caller-trust';

export interface BreakGlassProps {
  readonly name: string;
  readonly region: string;
  /** Who may take it. */
  readonly administrators: People;
}

/**
 * A role for emergencies with all rights in the account, for an hour at a time, for administrators. Each use sets off an
 * alarm (audit-trail-alarms.ts). It has no boundary, because it must be able to repair one.
 */
export class BreakGlass extends Construct {
  constructor(scope: Construct, id: string, { name, region, administrators }: BreakGlassProps) {
    super(scope, id);
    const role = new IamRole(this, 'Default', {
      name,
      description: 'All rights, for emergencies. Its use sets off an alarm.',
      assumeRolePolicy: trustPolicy({ people: [administrators] }),
      maxSessionDuration: 3600,
      // The list below leaves its own in place when it is destroyed.
      forceDetachPolicies: true,
    });
    new IamRolePolicyAttachmentsExclusive(this, 'managed', {
      roleName: role.name,
      policyArns: [managedPolicyArn(region, 'AdministratorAccess')],
    });
  }
}
