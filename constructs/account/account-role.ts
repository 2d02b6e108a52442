import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachmentsExclusive } from '@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive';
import { Construct } from 'constructs';
import { managedPolicyArn } from '../core/partition';
import { policy, type Statement } from '../core/policy';
import { type Callers, trustPolicy } from './caller-trust';

export interface AccountRoleProps {
  readonly name: string;
  readonly region: string;
  /** What it is for. */
  readonly description: string;
  readonly callers: Callers;
  /** ARN of the most that it can do. Undefined: what its own policies say. */
  readonly boundary?: string;
  readonly statements: readonly Statement[];
  /** Names of managed policies of AWS. */
  readonly managed?: readonly string[];
}

/** A role in an environment's account that whoever looks after the environment comes in by. */
export class AccountRole extends Construct {
  constructor(scope: Construct, id: string, props: AccountRoleProps) {
    super(scope, id);
    const { name, region, description, callers, boundary, statements, managed = [] } = props;
    const role = new IamRole(this, 'Default', {
      name,
      description,
      assumeRolePolicy: trustPolicy(callers),
      permissionsBoundary: boundary,
      // The list below leaves its own in place when it is destroyed.
      forceDetachPolicies: true,
    });
    new IamRolePolicy(this, 'rights', { role: role.name, name: 'rights', policy: policy(...statements) });
    new IamRolePolicyAttachmentsExclusive(this, 'managed', {
      roleName: role.name,
      policyArns: managed.map((managedPolicy) => managedPolicyArn(region, managedPolicy)),
    });
  }
}
