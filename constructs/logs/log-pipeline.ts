import { CloudwatchLogSubscriptionFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { KinesisStream } from '@cdktf/provider-aws/lib/kinesis-stream';
import { Construct } from 'constructs';
import type { LogParameters } from '../../parameters/parameters';
import { arn } from '../core/arn';
import { type Naming, resourceName, resourcePath } from '../core/naming';
import { policy } from '../core/policy';
import type { Protection } from '../core/protection';
import type { Keys } from '../encryption/keys';
import { LogArchive } from './log-archive';
import type { LogSource } from './log-delivery';
import { LogForward } from './log-forward';
import { LogGroup, type LogGroupProps } from './log-group';
import { STREAM_HOURS } from './stream-hours';

export interface LogPipelineProps {
  readonly naming: Naming;
  readonly protection: Protection;
  readonly keys: Keys;
  /** Name of the bucket that records access to the archive. */
  readonly accessLogs: string;
  readonly parameters: LogParameters;
}

/** How CloudWatch Logs writes to the stream. */
interface Writer {
  readonly roleArn: string;
  /** For `dependsOn` of a subscription, which is refused unless a test event can be written. */
  readonly permission: IamRolePolicy;
}

/**
 * All logs of the environment in one stream, whatever writes them, and its subscribers: the archive and, when a
 * parameter names one, a log service. A log group takes two subscriptions; the second stays free.
 */
export class LogPipeline extends Construct {
  readonly source: LogSource;
  readonly archive: LogArchive;
  /** Undefined where no log service is named. */
  readonly forward?: LogForward;
  private readonly groupProps: Omit<LogGroupProps, 'name'>;
  private readonly writer: Writer;

  constructor(scope: Construct, id: string, props: LogPipelineProps) {
    super(scope, id);
    const { naming, keys, parameters } = props;
    this.groupProps = { naming, keyArn: keys.logs.arn, retentionDays: parameters.retentionDays };

    const streamName = resourceName(naming, 'stream', 'logs');
    const stream = this.createStream(streamName, keys);
    this.writer = this.createWriter(naming, streamName, keys);
    const errors = this.createGroup(this, 'deliveries', resourcePath(naming, 'logs', 'deliveries'));
    this.source = { naming, keys, streamName, streamArn: stream.arn, errors };
    this.archive = this.keep(this.source, props);
    this.forward = this.send(this.source, props, this.archive);
  }

  /** Makes a log group below `scope` that is encrypted, retained, and streamed to every subscriber. */
  addGroup(scope: Construct, id: string, name: string): LogGroup {
    const group = this.createGroup(scope, id, name);
    new CloudwatchLogSubscriptionFilter(group, 'subscription', {
      name: this.source.streamName,
      logGroupName: group.resource.name,
      destinationArn: this.source.streamArn,
      roleArn: this.writer.roleArn,
      // Everything; it is for subscribers to choose.
      filterPattern: '',
      // One busy log stream would otherwise fill one shard; nobody here relies on the order between batches.
      distribution: 'Random',
      dependsOn: [this.writer.permission],
    });
    return group;
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
        Principal: { Service: `logs.${region}.amazonaws.com` },
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
          Condition: { StringEquals: { 'kms:ViaService': `kinesis.${region}.amazonaws.com` } },
        },
      ),
    });
    return { roleArn: role.arn, permission };
  }

  private keep(source: LogSource, { protection, accessLogs, parameters }: LogPipelineProps): LogArchive {
    return new LogArchive(this, 'archive', { source, protection, accessLogs, parameters });
  }

  private send(
    source: LogSource,
    { protection, parameters }: LogPipelineProps,
    { bucket }: LogArchive,
  ): LogForward | undefined {
    const receiver = parameters.forwardTo;
    return receiver && new LogForward(this, 'forward', { source, protection, receiver, bucket });
  }

  /** Without a subscription: the pipeline's own errors would otherwise come back as new events, for ever. */
  private createGroup(scope: Construct, id: string, name: string): LogGroup {
    return new LogGroup(scope, id, { ...this.groupProps, name });
  }
}
