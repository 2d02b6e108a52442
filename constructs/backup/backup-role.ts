import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { type Naming, resourceName } from '../core/naming';
import { managedPolicyArn } from '../core/partition';
import { serviceTrust } from '../core/policy';

/** The rights that AWS writes for its own service: what a backup calls changes several times a year. */
const RIGHTS = {
  databases: 'service-role/AWSBackupServiceRolePolicyForBackup',
  buckets: 'AWSBackupServiceRolePolicyForS3Backup',
  restores: 'AWSBackupServiceRolePolicyForS3Restore',
};

export interface BackupRoleProps {
  readonly naming: Naming;
  readonly name: string;
  /** What it is for. */
  readonly description: string;
  /** `databases` includes copies of whatever kind. */
  readonly rights: readonly (keyof typeof RIGHTS)[];
}

/** A role that AWS Backup takes, and nobody else, in this account alone. */
export class BackupRole extends Construct {
  readonly arn: string;
  /** For `dependsOn`: a job fails that begins before. */
  readonly rights: readonly IamRolePolicyAttachment[];

  constructor(scope: Construct, id: string, { naming, name, description, rights }: BackupRoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'Default', {
      name: resourceName(naming, 'role', name),
      description,
      assumeRolePolicy: serviceTrust('backup.amazonaws.com', naming.account),
    });
    this.rights = rights.map((right) => {
      const policyArn = managedPolicyArn(naming.region, RIGHTS[right]);
      return new IamRolePolicyAttachment(this, right, { role: role.name, policyArn });
    });
    this.arn = role.arn;
  }
}
