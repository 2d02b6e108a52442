import { Construct } from 'constructs';
import { arn } from '../core/arn';
import type { Naming } from '../core/naming';
import { logsPrincipal } from '../core/partition';
import type { Statement } from '../core/policy';
import type { Protection } from '../core/protection';
import { Key } from './key';

export interface KeysProps {
  readonly naming: Naming;
  readonly protection: Protection;
  /** What the policy of each key says besides. Default: nothing. */
  readonly statements?: readonly Statement[];
  /** What the policy of the key of data says besides. Default: nothing. */
  readonly dataStatements?: readonly Statement[];
}

/** One key for each kind of stored data, so that the right to read logs gives no right to read databases. */
export class Keys extends Construct {
  /** Databases, caches, buckets, and the Kubernetes API's own store. */
  readonly data: Key;
  /** Log groups, the log stream and its archive. */
  readonly logs: Key;
  /** Secrets Manager. */
  readonly secrets: Key;

  constructor(
    scope: Construct,
    id: string,
    { naming, protection, statements = [], dataStatements = [] }: KeysProps,
  ) {
    super(scope, id);
    const { account, region } = naming;
    this.data = new Key(this, 'data', {
      naming,
      protection,
      description: 'Databases, caches, buckets and the Kubernetes API',
      statements: [...statements, ...dataStatements],
    });
    this.logs = new Key(this, 'logs', {
      naming,
      protection,
      description: 'Log groups, log stream and archive',
      statements: [
        ...statements,
        {
          Sid: 'LogGroupsOfThisAccount',
          Principal: { Service: logsPrincipal(region) },
          Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
          Resource: '*',
          Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn(naming, 'logs', '*') } },
        },
        // Source: Amazon CloudWatch Logs User Guide, "Amazon S3 bucket server-side encryption".
        {
          Sid: 'LogDeliveriesOfThisAccount',
          Principal: { Service: 'delivery.logs.amazonaws.com' },
          Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
          Resource: '*',
          Condition: {
            StringEquals: { 'aws:SourceAccount': account },
            ArnLike: { 'aws:SourceArn': arn(naming, 'logs', '*') },
          },
        },
      ],
    });
    this.secrets = new Key(this, 'secrets', {
      naming,
      protection,
      description: `Secrets of ${account}`,
      statements,
    });
  }
}
