import { CloudwatchLogSubscriptionFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { KinesisStream } from '@cdktf/provider-aws/lib/kinesis-stream';
import { Construct } from 'constructs';
import type { LogParameters } from '../../parameters/parameters';
import type { Watch } from '../alarms/watch';
import { arn } from '../core/arn';
import { type Naming, resourceName, resourcePath } from '../core/naming';
import { logsPrincipal, viaService } from '../core/partition';
import { policy } from '../core/policy';
import type { Protection } from '../core/protection';
import type { Keys } from '../encryption/keys';
import { Bucket } from '../storage/bucket';
import { coldClass } from './cold-class';
import { deliveredTo } from './delivery-rights';
import { LogArchive, UNDELETE_DAYS } from './log-archive';
import type { LogSource } from './log-delivery';
import { LogForward } from './log-forward';
import { LogGroup, type LogGroupProps } from './log-group';

export interface LogPipelineProps {
  readonly naming: Naming;
  readonly protection: Protection;
  readonly keys: Keys;
  /** Name of the bucket that records access to the archive. */
  readonly accessLogs: string;
  readonly parameters: LogParameters;
}

/** How long the stream keeps events for a subscriber that is behind: the shortest time that Kinesis offers. */
const STREAM_HOURS = 24;

/** How CloudWatch Logs writes to the stream. */
interface Writer {
  readonly roleArn: string;
  /** For `dependsOn` of a subscription: CloudWatch refuses it if it can't write a test event. */
  readonly permission: IamRolePolicy;
}

/**
 * Sends all logs of the environment into one stream. Its subscribers are the archive and, if a parameter names one, a log
 * service. A log group can have two subscriptions; the second one stays free.
 */
export class LogPipeline extends Construct {
  private readonly groupProps: Omit<LogGroupProps, 'name'>;
  private readonly source: LogSource;
  private readonly writer: Writer;
  private readonly subscribers: readonly (LogArchive | LogForward)[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LogPipelineProps,
  ) {
    super(scope, id);
    const { naming, keys, parameters } = props;
    this.groupProps = { naming, keyArn: keys.logs.arn, retentionDays: parameters.retentionDays };

    const streamName = resourceName(naming, 'stream', 'logs');
    const stream = this.createStream(streamName, keys);
    this.writer = this.createWriter(naming, streamName, keys);
    const errors = this.createGroup(this, 'deliveries', resourcePath(naming, 'logs', 'deliveries'));
    this.source = { naming, keys, streamName, streamArn: stream.arn, errors };
    this.subscribers = this.subscribe(this.source, props);
  }

  /** Makes a log group below `scope` that is encrypted, retained, and streamed to every subscriber. */
  addGroup(scope: Construct, id: string, name: string): LogGroup {
    const group = this.createGroup(scope, id, name);
    new CloudwatchLogSubscriptionFilter(group, 'subscription', {
      name: this.source.streamName,
      logGroupName: group.resource.name,
      destinationArn: this.source.streamArn,
      roleArn: this.writer.roleArn,
      // All events: subscribers choose.
      filterPattern: '',
      // Otherwise one busy log stream would fill one shard. No subscriber relies on the order of batches.
      distribution: 'Random',
      dependsOn: [this.writer.permission],
    });
    return group;
  }

  /**
   * Makes a bucket below `scope` to which AWS delivers logs by itself, kept as long as the archive. It has no object lock:
   * S3 asks for a checksum with each locked object, and AWS does not say that its deliveries send one.
   */
  addBucket(scope: Construct, id: string, name: string): Bucket {
    const { naming, protection, keys, accessLogs, parameters } = this.props;
    return new Bucket(scope, id, {
      name,
      region: naming.region,
      protection,
      keyArn: keys.logs.arn,
      noncurrentDays: UNDELETE_DAYS,
      expireDays: parameters.archiveDays,
      cold: coldClass(parameters),
      accessLogs,
      statements: deliveredTo(naming, name),
    });
  }

  /** Adds alarms on the pipeline itself: events that are late or not delivered. */
  watch(alerts: Watch): void {
    const { streamName, errors } = this.source;
    const stream = { namespace: 'AWS/Kinesis', dimensions: { StreamName: streamName } };
    alerts.addMetricAlarm(this, 'behind', {
      ...stream,
      description: `A subscriber of the log stream ${streamName} is more than 6 hours behind. At ${STREAM_HOURS} hours it starts to lose events. See why: aws logs tail ${errors.name} --since 6h. If the repair takes long, first raise the stream's retention.`,
      runbook: 'logs-behind',
      severity: 'critical',
      metric: 'GetRecords.IteratorAgeMilliseconds',
      statistic: 'Maximum',
      threshold: { above: 6 * 60 * 60 * 1000 },
      minutes: 15,
    });
    alerts.addMetricAlarm(this, 'throttled', {
      ...stream,
      description: `More logs arrive than the stream ${streamName} accepts. CloudWatch Logs tries again for 24 hours, and the stream grows by itself to twice its highest load. If this lasts for hours, look for a service that logs in a loop.`,
      runbook: 'logs-throttled',
      severity: 'warning',
      metric: 'WriteProvisionedThroughputExceeded',
      statistic: 'Maximum',
      threshold: { above: 0 },
      minutes: 15,
    });
    alerts.addLogAlarm(this, 'undelivered', {
      description: `A delivery of logs fails again and again. See which, and why: aws logs tail ${errors.name} --since 2h. What can't be delivered is kept in the archive's bucket below undelivered/.`,
      runbook: 'logs-undelivered',
      severity: 'warning',
      logGroupName: errors.resource.name,
      // Firehose reports nothing but errors. A few are tried again with success.
      pattern: '',
      threshold: { above: 5 },
      minutes: 60,
    });
    for (const subscriber of this.subscribers) subscriber.watch(alerts);
  }

  private createStream(name: string, keys: Keys): KinesisStream {
    return new KinesisStream(this, 'Default', {
      name,
      streamModeDetails: { streamMode: 'ON_DEMAND' },
      retentionPeriod: STREAM_HOURS,
      encryptionType: 'KMS',
      kmsKeyId: keys.logs.arn,
    });
  }

  private createWriter(naming: Naming, streamName: string, keys: Keys): Writer {
    const { region } = naming;
    const role = new IamRole(this, 'writer', {
      name: resourceName(naming, 'role', 'logs', 'writer'),
      assumeRolePolicy: policy({
        Sid: 'LogsOfThisAccount',
        Principal: { Service: logsPrincipal(region) },
        Action: 'sts:AssumeRole',
        Condition: { StringLike: { 'aws:SourceArn': arn(naming, 'logs', '*') } },
      }),
    });
    const permission = new IamRolePolicy(this, 'writer-permission', {
      role: role.name,
      name: 'write-stream',
      policy: policy(
        {
          Sid: 'WriteStream',
          Action: 'kinesis:PutRecord',
          Resource: arn(naming, 'kinesis', `stream/${streamName}`),
        },
        {
          Sid: 'EncryptStream',
          Action: 'kms:GenerateDataKey',
          Resource: keys.logs.arn,
          Condition: { StringEquals: { 'kms:ViaService': viaService(region, 'kinesis') } },
        },
      ),
    });
    return { roleArn: role.arn, permission };
  }

  private subscribe(source: LogSource, { protection, accessLogs, parameters }: LogPipelineProps) {
    const archive = new LogArchive(this, 'archive', { source, protection, accessLogs, parameters });
    const receiver = parameters.forwardTo;
    if (receiver === undefined) return [archive];
    const { bucket } = archive;
    return [archive, new LogForward(this, 'forward', { source, protection, receiver, bucket })];
  }

  /** Without a subscription: otherwise each error of the pipeline would return as a new event, in an endless loop. */
  private createGroup(scope: Construct, id: string, name: string): LogGroup {
    return new LogGroup(scope, id, { ...this.groupProps, name });
  }
}
