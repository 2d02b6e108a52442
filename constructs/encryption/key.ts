import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';
import { arn } from '../core/arn';
import { keyAlias, type Naming } from '../core/naming';
import { policy, type Statement } from '../core/policy';
import type { Protection } from '../core/protection';

export interface KeyProps {
  readonly naming: Naming;
  readonly protection: Protection;
  /** What the key encrypts. */
  readonly description: string;
  /** AWS services that use the key directly. Everyone else needs rights in IAM. */
  readonly statements?: readonly Statement[];
}

/** A customer-managed key that is rotated every year, named `alias/<environment>-<id>`. */
export class Key extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { naming, protection, description, statements = [] }: KeyProps) {
    super(scope, id);
    const key = new KmsKey(this, 'Default', {
      description,
      enableKeyRotation: true,
      deletionWindowInDays: protection.keyDeletionDays,
      policy: policy(accountDecides(naming), ...statements),
      lifecycle: protection.lifecycle,
    });
    new KmsAlias(this, 'alias', { name: keyAlias(naming, id), targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/**
 * Lets the account's IAM policies decide. It covers all actions: if a key's policy let nobody change the key, nobody
 * could ever repair it. `*` in a key policy means this key alone.
 * Source: AWS KMS Developer Guide, "Default key policy".
 */
function accountDecides(naming: Naming): Statement {
  return {
    Sid: 'AccountDecidesByIam',
    Principal: { AWS: arn(naming, 'iam', 'root') },
    Action: 'kms:*',
    Resource: '*',
  };
}
