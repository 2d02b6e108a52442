import { KinesisFirehoseDeliveryStream } from '@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream';
import { Construct } from 'constructs';
import type { LogParameters } from '../../parameters/parameters';
import type { Watch } from '../alarms/watch';
import { resourceName } from '../core/naming';
import type { Protection } from '../core/protection';
import { Bucket } from '../storage/bucket';
import { coldClass } from './cold-class';
import { LogDelivery, type LogSource } from './log-delivery';

export interface LogArchiveProps {
  readonly source: LogSource;
  readonly protection: Protection;
  /** Name of the bucket that records access to the archive. */
  readonly accessLogs: string;
  readonly parameters: LogParameters;
}

/** Room to notice over a long weekend that someone deleted what was still needed. */
export const UNDELETE_DAYS = 7;

/** Few large objects, at the price of minutes: whoever needs an event at once finds it in its log group. */
const BUFFER = { mebibytes: 64, seconds: 300 };

/**
 * Every log event of the environment, in a bucket that keeps it locked for as long as the parameters say.
 *
 * Objects are named by the hour (UTC) of arrival, and hold what CloudWatch Logs sends: JSON that names the log
 * group and stream with each batch of events. To read an hour of it:
 *
 *     aws s3 cp --recursive s3://<bucket>/events/2026/01/31/23/ hour/
 *     zcat hour/* | jq -r '.logGroup as $group | .logEvents[] | "\($group) \(.message)"'
 *
 * After a month objects move to a cheaper class. Their lock moves with them.
 */
export class LogArchive extends Construct {
  readonly bucket: Bucket;
  private readonly source: LogSource;
  private readonly delivery: LogDelivery;

  constructor(scope: Construct, id: string, props: LogArchiveProps) {
    super(scope, id);
    const { source } = props;
    this.source = source;
    this.bucket = this.createBucket(props);
    this.delivery = new LogDelivery(this, 'delivery', { source, subscriber: 'archive', bucket: this.bucket });
    this.deliver(source, this.delivery, this.bucket);
  }

  watch(alerts: Watch): void {
    alerts.addMetricAlarm(this, 'late', {
      description: `The log archive is more than 15 minutes behind (5 are normal), or gets no logs at all. See why: aws logs tail ${this.source.errors.name} --since 1h. The usual cause: the delivery's role has lost a permission on the bucket or its key.`,
      runbook: 'logs-archive-late',
      severity: 'warning',
      namespace: 'AWS/Firehose',
      metric: 'DeliveryToS3.DataFreshness',
      dimensions: { DeliveryStreamName: this.delivery.name },
      statistic: 'Maximum',
      threshold: { above: 900 },
      minutes: 15,
      // A delivery that can't read the stream sends no metric. No environment is silent: its cluster is audited.
      silence: 'alarm',
    });
  }

  private createBucket({ source, protection, accessLogs, parameters }: LogArchiveProps): Bucket {
    return new Bucket(this, 'log-archive', {
      name: resourceName(source.naming, 'bucket', 'log-archive'),
      region: source.naming.region,
      protection,
      keyArn: source.keys.logs.arn,
      noncurrentDays: UNDELETE_DAYS,
      expireDays: parameters.archiveDays,
      cold: coldClass(parameters),
      lockDays: parameters.archiveLockDays,
      accessLogs,
    });
  }

  private deliver({ keys, streamArn }: LogSource, delivery: LogDelivery, bucket: Bucket): void {
    const { roleArn } = delivery;
    new KinesisFirehoseDeliveryStream(this, 'Default', {
      name: delivery.name,
      destination: 'extended_s3',
      kinesisSourceConfiguration: { kinesisStreamArn: streamArn, roleArn },
      extendedS3Configuration: {
        bucketArn: bucket.arn,
        roleArn,
        kmsKeyArn: keys.logs.arn,
        prefix: 'events/!{timestamp:yyyy/MM/dd/HH}/',
        errorOutputPrefix: delivery.errorPrefix,
        bufferingSize: BUFFER.mebibytes,
        bufferingInterval: BUFFER.seconds,
        // Each record is gzip already, and gzip files joined are one gzip file.
        compressionFormat: 'UNCOMPRESSED',
        fileExtension: '.gz',
        cloudwatchLoggingOptions: delivery.errorLog,
      },
      dependsOn: [delivery.permissions],
    });
  }
}
