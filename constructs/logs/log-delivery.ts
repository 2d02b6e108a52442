import { CloudwatchLogStream } from '@cdktf/provider-aws/lib/cloudwatch-log-stream';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { arn } from '../core/arn';
import { type Naming, resourceName } from '../core/naming';
import { viaService } from '../core/partition';
import { policy, type Statement } from '../core/policy';
import type { Keys } from '../encryption/keys';
import type { Bucket } from '../storage/bucket';
import type { LogGroup } from './log-group';

/** What every subscriber is given by the pipeline. */
export interface LogSource {
  readonly naming: Naming;
  readonly keys: Keys;
  /** The stream by its literal name, for what need not wait until it is there. */
  readonly streamName: string;
  readonly streamArn: string;
  /** Where deliveries that fail are reported. */
  readonly errors: LogGroup;
}

export interface LogDeliveryProps {
  readonly source: LogSource;
  /** What to call the subscriber in names. */
  readonly subscriber: string;
  /** Where events go, or those that the receiver did not take. */
  readonly bucket: Bucket;
  /** What else the delivery may do. */
  readonly statements?: readonly Statement[];
}

/** What a Firehose needs to bring the log stream to one subscriber: a role, and a place for what fails. */
export class LogDelivery extends Construct {
  /** Name for the Firehose. */
  readonly name: string;
  readonly roleArn: string;
  /** For `dependsOn` of the Firehose, which is refused while its role may not read the stream. */
  readonly permissions: IamRolePolicy;
  readonly errorLog: {
    readonly enabled: true;
    readonly logGroupName: string;
    readonly logStreamName: string;
  };
  /** Where in the bucket events go that could not be delivered. */
  readonly errorPrefix: string;

  constructor(scope: Construct, id: string, props: LogDeliveryProps) {
    super(scope, id);
    const { source, subscriber } = props;
    const role = this.createRole(source.naming, subscriber);
    this.permissions = this.permit(role, props);
    this.errorLog = this.createErrorLog(source, subscriber);

    this.name = resourceName(source.naming, 'firehose', 'logs', subscriber);
    this.roleArn = role.arn;
    this.errorPrefix = `undelivered/${subscriber}/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/`;
  }

  private createRole(naming: Naming, subscriber: string): IamRole {
    return new IamRole(this, 'Default', {
      name: resourceName(naming, 'role', 'logs', subscriber),
      assumeRolePolicy: policy({
        Sid: 'FirehoseOfThisAccount',
        Principal: { Service: 'firehose.amazonaws.com' },
        Action: 'sts:AssumeRole',
        // Firehose says for whom it acts by an external id, where other services send aws:SourceAccount.
        // Source: Amazon Data Firehose Developer Guide, "Controlling access".
        Condition: { StringEquals: { 'sts:ExternalId': naming.account } },
      }),
    });
  }

  private permit(role: IamRole, { source, subscriber, bucket, statements = [] }: LogDeliveryProps) {
    return new IamRolePolicy(this, 'permissions', {
      role: role.name,
      name: 'deliver-logs',
      policy: policy(
        readStream(source),
        ...writeBucket(bucket),
        useKey(source),
        reportErrors(source, subscriber),
        ...statements,
      ),
    });
  }

  /** Firehose writes to a stream of a log group, but makes none. */
  private createErrorLog({ errors }: LogSource, subscriber: string): LogDelivery['errorLog'] {
    const { logGroupName, name } = new CloudwatchLogStream(this, 'errors', {
      name: subscriber,
      logGroupName: errors.resource.name,
    });
    return { enabled: true, logGroupName, logStreamName: name };
  }
}

function readStream({ naming, streamName }: LogSource): Statement {
  return {
    Sid: 'ReadStream',
    Action: [
      'kinesis:DescribeStream',
      'kinesis:GetShardIterator',
      'kinesis:GetRecords',
      'kinesis:ListShards',
    ],
    Resource: arn(naming, 'kinesis', `stream/${streamName}`),
  };
}

function writeBucket(bucket: Bucket): Statement[] {
  return [
    {
      Sid: 'FindBucket',
      Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      Resource: bucket.arn,
    },
    {
      Sid: 'WriteObjects',
      Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
      Resource: `${bucket.arn}/*`,
    },
  ];
}

/** Only by way of the services that hold what the key encrypts. */
function useKey({ naming: { region }, keys }: LogSource): Statement {
  return {
    Sid: 'UseKey',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: keys.logs.arn,
    Condition: {
      StringEquals: { 'kms:ViaService': [viaService(region, 'kinesis'), viaService(region, 's3')].flat() },
    },
  };
}

function reportErrors({ errors }: LogSource, subscriber: string): Statement {
  return {
    Sid: 'ReportErrors',
    Action: 'logs:PutLogEvents',
    Resource: `${errors.arn}:log-stream:${subscriber}`,
  };
}
