import type { Project } from '../../parameters/project';
import { arn } from '../core/arn';
import { namingOfPlatform, resourceName } from '../core/naming';
import type { Statement } from '../core/policy';
import { roleArn } from '../core/role-names';

type Names = Pick<Project, 'name' | 'region' | 'accountRole'>;

/** Name of the role that AWS Backup takes in each account with a vault. */
export const BACKUP_ROLE = 'backup';

/**
 * What a key's policy says where another account copies what the key encrypts. For a database it is the key of the
 * database, for a bucket that of the vault. A key of AWS's own can't be shared so. Only those of the account that copy:
 * AWS Backup itself, its role, and an administrator who begins a copy. No deploy role can become one of them.
 * Source: AWS Backup Developer Guide, "Encryption for backups"; AWS re:Post, "How do I resolve the error 'Given key ID not
 * accessible' when I perform a cross-account copy in AWS Backup?".
 */
export function copyRights(project: Names, account: string): Statement[] {
  const copiers = [
    'aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup',
    resourceName(namingOfPlatform(project, account), 'role', BACKUP_ROLE),
    project.accountRole,
  ].map((name) => roleArn(project, account, name));
  const Principal = { AWS: arn({ region: project.region, account }, 'iam', 'root') };
  const ArnEquals = { 'aws:PrincipalArn': copiers };
  return [
    {
      Sid: 'CopiesReadIt',
      Principal,
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Resource: '*',
      Condition: { ArnEquals },
    },
    {
      Sid: 'CopiesLetServicesReadIt',
      Principal,
      Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
      Resource: '*',
      Condition: { ArnEquals, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}
