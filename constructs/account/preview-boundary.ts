import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Construct } from 'constructs';
import { arn } from '../core/arn';
import { type Naming, resourcePath } from '../core/naming';
import { viaService } from '../core/partition';
import { policy, type Statement } from '../core/policy';
import { secretArn } from '../core/secret-names';

export interface PreviewBoundaryProps {
  /** Of the environment that hosts previews. */
  readonly host: Naming;
  /** Name of the policy. */
  readonly name: string;
  /** Secrets of the host that its services declare for previews as well, each as the service and the secret. */
  readonly hostSecrets: readonly (readonly [string, string])[];
}

/**
 * The most that a role of a preview can do. Code that nobody has reviewed makes these roles and writes their policies,
 * so this lists what pods of previews need. Of the host's nothing is in it but secrets that are declared for previews too.
 */
export class PreviewBoundary extends Construct {
  constructor(scope: Construct, id: string, { host, name, hostSecrets }: PreviewBoundaryProps) {
    super(scope, id);
    new IamPolicy(this, 'Default', {
      name,
      description: 'The most that roles of previews can do',
      policy: policy(...allowed(host, hostSecrets)),
    });
  }
}

function allowed(host: Naming, hostSecrets: PreviewBoundaryProps['hostSecrets']): Statement[] {
  const secrets = [
    arn(host, 'secretsmanager', `secret:${resourcePath({ ...host, environment: 'preview-*' }, '*')}`),
    ...hostSecrets.map(([service, secret]) => secretArn(host, service, secret)),
  ];
  const buckets = arn(host, 's3', `${host.platform}-preview-*`);
  const queues = arn(host, 'sqs', 'preview-*');
  const keys = arn(host, 'kms', 'key/*');
  const through = (service: string) => ({ 'kms:ViaService': viaService(host.region, service) });
  const read = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'];
  return [
    { Sid: 'Secrets', Action: read, Resource: secrets },
    // By the encryption context, which says whose data it is. A tag of the key would count only after minutes.
    {
      Sid: 'KeysOfSecrets',
      Action: 'kms:Decrypt',
      Resource: keys,
      Condition: {
        StringEquals: through('secretsmanager'),
        StringLike: { 'kms:EncryptionContext:SecretARN': secrets },
      },
    },
    { Sid: 'Buckets', Action: 's3:ListBucket', Resource: buckets },
    {
      Sid: 'Objects',
      Action: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:PutObject'],
      Resource: `${buckets}/*`,
    },
    {
      Sid: 'KeysOfBuckets',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: keys,
      Condition: { StringEquals: through('s3'), StringLike: { 'kms:EncryptionContext:aws:s3:arn': buckets } },
    },
    {
      Sid: 'Queues',
      Action: [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ReceiveMessage',
        'sqs:SendMessage',
      ],
      Resource: queues,
    },
    {
      Sid: 'KeysOfQueues',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: keys,
      Condition: {
        StringEquals: through('sqs'),
        StringLike: { 'kms:EncryptionContext:aws:sqs:arn': queues },
      },
    },
    {
      Sid: 'Flags',
      Action: ['appconfig:GetLatestConfiguration', 'appconfig:StartConfigurationSession'],
      Resource: arn(host, 'appconfig', 'application/*'),
    },
    {
      Sid: 'KeysOfFlags',
      Action: 'kms:Decrypt',
      Resource: keys,
      Condition: {
        StringLike: {
          'kms:EncryptionContext:aws:appconfig:deployment:arn': arn(host, 'appconfig', 'application/*'),
        },
      },
    },
    {
      Sid: 'UsersOfCaches',
      Action: ['elasticache:DescribeUsers', 'elasticache:ModifyUser'],
      Resource: arn(host, 'elasticache', 'user:preview-*'),
    },
    ...ownServers(host, keys, read),
  ];
}

/** What a database server of a preview's own brings. */
function ownServers(host: Naming, keys: string, read: readonly string[]): Statement[] {
  const masters = arn(host, 'secretsmanager', 'secret:rds!*');
  return [
    {
      Sid: 'MasterOfOwnServer',
      Action: read,
      Resource: masters,
      // The name of such a secret doesn't say whose it is, but a tag that RDS sets, and that nobody else can set.
      // Source: AWS managed policy AmazonRDSServiceRolePolicy, and aws-samples' rotation functions for such secrets.
      Condition: {
        StringLike: { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': arn(host, 'rds', 'db:preview-*') },
      },
    },
    {
      Sid: 'ItsKey',
      Action: 'kms:Decrypt',
      Resource: keys,
      Condition: {
        StringEquals: { 'kms:ViaService': viaService(host.region, 'secretsmanager') },
        StringLike: { 'kms:EncryptionContext:SecretARN': masters },
      },
    },
    {
      Sid: 'MonitoringOfOwnServer',
      Action: [
        'logs:CreateLogStream',
        'logs:DescribeLogStreams',
        'logs:PutLogEvents',
        'logs:PutRetentionPolicy',
      ],
      Resource: arn(host, 'logs', 'log-group:RDSOSMetrics*'),
    },
  ];
}
