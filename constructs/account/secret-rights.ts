import { arn } from '../core/arn';
import type { Naming } from '../core/naming';
import { viaService } from '../core/partition';
import type { Statement } from '../core/policy';
import { secretArn } from '../core/secret-names';

/** What reads or changes a secret, or lets somebody do so. */
const READ_OR_WRITE = [
  'secretsmanager:CreateSecret',
  'secretsmanager:GetSecretValue',
  'secretsmanager:PutResourcePolicy',
  'secretsmanager:PutSecretValue',
  'secretsmanager:ReplicateSecretToRegions',
  'secretsmanager:RestoreSecret',
  'secretsmanager:RotateSecret',
  'secretsmanager:UpdateSecret',
  'secretsmanager:UpdateSecretVersionStage',
];

/**
 * To put, renew and remove the secrets of services, and never to read one: whoever puts a value knows that one alone.
 * @param owners The environment, and its previews by a pattern where it hosts some.
 */
export function secretRights(naming: Naming, owners: readonly Naming[]): Statement[] {
  const secrets = owners.map((owner) => secretArn(owner));
  return [
    {
      Sid: 'PutSecretsOfServices',
      Action: [
        'secretsmanager:CreateSecret',
        'secretsmanager:DeleteSecret',
        'secretsmanager:DescribeSecret',
        'secretsmanager:ListSecretVersionIds',
        'secretsmanager:PutSecretValue',
        'secretsmanager:RestoreSecret',
        'secretsmanager:TagResource',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      Resource: secrets,
    },
    { Sid: 'FindSecrets', Action: 'secretsmanager:ListSecrets', Resource: '*' },
    { Sid: 'FindKey', Action: 'kms:DescribeKey', Resource: arn(naming, 'kms', 'key/*') },
    // Decrypt as well, or no version can be added. Source: AWS Secrets Manager User Guide, "Permissions for the KMS key".
    {
      Sid: 'EncryptSecretsOfServices',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: arn(naming, 'kms', 'key/*'),
      Condition: {
        StringEquals: { 'kms:ViaService': viaService(naming.region, 'secretsmanager') },
        StringLike: { 'kms:EncryptionContext:SecretARN': secrets },
      },
    },
  ];
}

/** Keeps the secrets that people put from a role that may do everything with those that Terraform writes. */
export function noSecretsOfServices(owner: Naming): Statement {
  return { Sid: 'NoSecretsOfServices', Effect: 'Deny', Action: READ_OR_WRITE, Resource: secretArn(owner) };
}
