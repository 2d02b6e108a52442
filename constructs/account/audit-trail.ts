import { Cloudtrail, type CloudtrailEventSelector } from '@cdktf/provider-aws/lib/cloudtrail';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { anyRegionArn, arn } from '../core/arn';
import { type Naming, resourceName, resourcePath } from '../core/naming';
import { logsPrincipal } from '../core/partition';
import { policy, type Statement } from '../core/policy';
import type { Protection } from '../core/protection';
import { Key } from '../encryption/key';
import { LogGroup } from '../logs/log-group';
import { Bucket } from '../storage/bucket';

export interface AuditTrailProps {
  readonly naming: Naming;
  readonly protection: Protection;
  /** ARN of a bucket whose objects it also records the use of. Undefined: of none. */
  readonly objectsOf?: string;
}

/** An attack is found after months, and asked about for a year. */
const KEEP_DAYS = 400;
/** In which nobody can delete what happened. */
const LOCK_DAYS = 90;
/** In which it can be searched. */
const SEARCH_DAYS = 365;
const UNDELETE_DAYS = 7;

/**
 * Records every change in the account, in all regions: who made it, when, and from where. The records are signed,
 * encrypted with a key of their own, and stored in a locked bucket. They also go to a log group, for alarms and
 * searches.
 * Source: AWS CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail", "Configure AWS KMS key policies for
 * CloudTrail" and "Role policy document for CloudTrail to use CloudWatch Logs for monitoring".
 */
export class AuditTrail extends Construct {
  readonly logGroup: LogGroup;
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    const { naming } = props;
    const name = resourceName(naming, 'trail', id);
    const source = arn(naming, 'cloudtrail', `trail/${name}`);
    const key = this.createKey(props, source);
    const bucket = this.createBucket(props, key, source);
    this.logGroup = new LogGroup(this, 'events', {
      naming,
      name: resourcePath(naming, id),
      keyArn: key.arn,
      retentionDays: SEARCH_DAYS,
    });
    const role = this.createWriter(naming, source, this.logGroup);
    this.keyArn = key.arn;
    this.createTrail(name, props, { key, bucket, ...role });
  }

  private createKey({ naming, protection }: AuditTrailProps, source: string): Key {
    const fromTrail = { StringEquals: { 'aws:SourceArn': source } };
    const principal = { Service: 'cloudtrail.amazonaws.com' };
    return new Key(this, 'trail', {
      naming,
      protection,
      description: 'What happened in the account',
      statements: [
        {
          Sid: 'TrailEncrypts',
          Principal: principal,
          Action: 'kms:GenerateDataKey*',
          Resource: '*',
          Condition: {
            ...fromTrail,
            StringLike: {
              'kms:EncryptionContext:aws:cloudtrail:arn': anyRegionArn(naming, 'cloudtrail', 'trail/*'),
            },
          },
        },
        {
          Sid: 'TrailLooksAtTheKey',
          Principal: principal,
          Action: 'kms:DescribeKey',
          Resource: '*',
          Condition: fromTrail,
        },
        {
          Sid: 'LogGroupsOfThisAccount',
          Principal: { Service: logsPrincipal(naming.region) },
          Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
          Resource: '*',
          Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn(naming, 'logs', '*') } },
        },
      ],
    });
  }

  private createBucket({ naming, protection }: AuditTrailProps, key: Key, source: string): Bucket {
    const name = resourceName(naming, 'bucket', 'trail');
    const fromTrail = { 'aws:SourceArn': source };
    const principal = { Service: 'cloudtrail.amazonaws.com' };
    const statements: Statement[] = [
      {
        Sid: 'TrailLooksAtTheBucket',
        Principal: principal,
        Action: 's3:GetBucketAcl',
        Resource: arn(naming, 's3', name),
        Condition: { StringEquals: fromTrail },
      },
      {
        Sid: 'TrailWrites',
        Principal: principal,
        Action: 's3:PutObject',
        Resource: arn(naming, 's3', `${name}/AWSLogs/${naming.account}/*`),
        Condition: { StringEquals: { ...fromTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
    ];
    return new Bucket(this, 'bucket', {
      name,
      region: naming.region,
      protection,
      keyArn: key.arn,
      noncurrentDays: UNDELETE_DAYS,
      expireDays: KEEP_DAYS,
      lockDays: LOCK_DAYS,
      statements,
    });
  }

  private createWriter(naming: Naming, source: string, group: LogGroup) {
    const role = new IamRole(this, 'writer', {
      name: resourceName(naming, 'role', 'trail'),
      description: 'By which the trail writes to its log group',
      assumeRolePolicy: policy({
        Sid: 'TrailOfThisAccount',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceArn': source } },
      }),
    });
    const rights = new IamRolePolicy(this, 'writer-rights', {
      role: role.name,
      name: 'write-events',
      policy: policy({
        Sid: 'WriteEvents',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `${group.arn}:log-stream:*`,
      }),
    });
    return { role, rights };
  }

  private createTrail(
    name: string,
    { objectsOf }: AuditTrailProps,
    { key, bucket, role, rights }: { key: Key; bucket: Bucket; role: IamRole; rights: IamRolePolicy },
  ): void {
    new Cloudtrail(this, 'Default', {
      name,
      isMultiRegionTrail: true,
      enableLogFileValidation: true,
      kmsKeyId: key.arn,
      s3BucketName: bucket.policy.bucket,
      cloudWatchLogsGroupArn: `${this.logGroup.resource.arn}:*`,
      cloudWatchLogsRoleArn: role.arn,
      eventSelector: objectsOf === undefined ? undefined : [readsAndWrites(objectsOf)],
      dependsOn: [rights],
    });
  }
}

function readsAndWrites(bucketArn: string): CloudtrailEventSelector {
  return {
    includeManagementEvents: true,
    readWriteType: 'All',
    dataResource: [{ type: 'AWS::S3::Object', values: [`${bucketArn}/`] }],
  };
}
