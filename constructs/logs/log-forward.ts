import { KinesisFirehoseDeliveryStream } from '@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { Construct } from 'constructs';
import type { LogParameters } from '../../parameters/parameters';
import type { Watch } from '../alarms/watch';
import { resourcePath } from '../core/naming';
import { viaService } from '../core/partition';
import type { Statement } from '../core/policy';
import type { Protection } from '../core/protection';
import type { Bucket } from '../storage/bucket';
import { LogDelivery, type LogSource } from './log-delivery';

type Receiver = NonNullable<LogParameters['forwardTo']>;

export interface LogForwardProps {
  readonly source: LogSource;
  readonly protection: Protection;
  readonly receiver: Receiver;
  /** Keeps the events that the receiver did not take. */
  readonly bucket: Bucket;
}

/** Small, so that logs arrive soon: somebody who looks at a log service waits for them. */
const BUFFER = { mebibytes: 1, seconds: 60 };

/** How long delivery is tried again before the event is put into the bucket. */
const RETRY_SECONDS = 3600;

/**
 * Every log event to a log service outside of AWS, as CloudWatch Logs sends it.
 *
 * The service's key never passes through Terraform: nothing is delivered until an operator fills the secret.
 * With `{"api_key": "..."}` in key.json:
 *
 *     aws secretsmanager put-secret-value --secret-id /<platform>/<environment>/logs/<receiver> \
 *       --secret-string file://key.json
 *
 * Firehose reads it again every 10 minutes.
 * Source: Amazon Data Firehose Developer Guide, "Authenticate with AWS Secrets Manager".
 */
export class LogForward extends Construct {
  private readonly source: LogSource;
  private readonly receiver: Receiver;
  private readonly delivery: LogDelivery;

  constructor(scope: Construct, id: string, { source, protection, receiver, bucket }: LogForwardProps) {
    super(scope, id);
    this.source = source;
    this.receiver = receiver;
    const secret = this.createSecret(source, protection, receiver);
    this.delivery = new LogDelivery(this, 'delivery', {
      source,
      subscriber: `forward-${receiver.name}`,
      bucket,
      statements: readSecret(source, secret),
    });
    this.deliver(source, this.delivery, receiver, secret, bucket);
  }

  watch(alerts: Watch): void {
    const { name } = this.receiver;
    alerts.addMetricAlarm(this, 'late', {
      description: `${name} has not accepted logs for more than 15 minutes. Events that wait for an hour go to the archive's bucket below undelivered/ instead. See why: aws logs tail ${this.source.errors.name} --since 1h. The usual cause: its key in Secrets Manager is missing or no longer valid.`,
      runbook: 'logs-forward-late',
      severity: 'warning',
      namespace: 'AWS/Firehose',
      metric: 'DeliveryToHttpEndpoint.DataFreshness',
      dimensions: { DeliveryStreamName: this.delivery.name },
      statistic: 'Maximum',
      threshold: { above: 900 },
      minutes: 15,
      // As for the archive.
      silence: 'alarm',
    });
  }

  private createSecret({ naming, keys }: LogSource, protection: Protection, { name }: Receiver) {
    return new SecretsmanagerSecret(this, 'key', {
      name: resourcePath(naming, 'logs', name),
      description: `Key of ${name}, the receiver of all logs; filled by an operator`,
      kmsKeyId: keys.secrets.arn,
      recoveryWindowInDays: protection.secretRecoveryDays,
    });
  }

  private deliver(
    { keys, streamArn }: LogSource,
    delivery: LogDelivery,
    receiver: Receiver,
    secret: SecretsmanagerSecret,
    bucket: Bucket,
  ): void {
    const { roleArn } = delivery;
    new KinesisFirehoseDeliveryStream(this, 'Default', {
      name: delivery.name,
      destination: 'http_endpoint',
      kinesisSourceConfiguration: { kinesisStreamArn: streamArn, roleArn },
      httpEndpointConfiguration: {
        name: receiver.name,
        url: receiver.url,
        roleArn,
        secretsManagerConfiguration: { enabled: true, secretArn: secret.arn, roleArn },
        bufferingSize: BUFFER.mebibytes,
        bufferingInterval: BUFFER.seconds,
        retryDuration: RETRY_SECONDS,
        requestConfiguration: { contentEncoding: 'GZIP' },
        cloudwatchLoggingOptions: delivery.errorLog,
        s3BackupMode: 'FailedDataOnly',
        s3Configuration: {
          bucketArn: bucket.arn,
          roleArn,
          kmsKeyArn: keys.logs.arn,
          errorOutputPrefix: delivery.errorPrefix,
          compressionFormat: 'GZIP',
          cloudwatchLoggingOptions: delivery.errorLog,
        },
      },
      dependsOn: [delivery.permissions],
    });
  }
}

function readSecret({ naming, keys }: LogSource, secret: SecretsmanagerSecret): Statement[] {
  return [
    { Sid: 'ReadSecret', Action: 'secretsmanager:GetSecretValue', Resource: secret.arn },
    {
      Sid: 'DecryptSecret',
      Action: 'kms:Decrypt',
      Resource: keys.secrets.arn,
      Condition: { StringEquals: { 'kms:ViaService': viaService(naming.region, 'secretsmanager') } },
    },
  ];
}
