import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';
import { partitionOf } from '../core/partition';
import { policy, type Statement } from '../core/policy';
import type { Protection } from '../core/protection';

export interface BucketProps {
  /** Global name, from `resourceName(naming, 'bucket', …)`. */
  readonly name: string;
  readonly region: string;
  readonly protection: Protection;
  /** ARN of the key that encrypts it. Undefined: a key of S3, for AWS services that can't write with ours. */
  readonly keyArn?: string;
  /** Days for which an overwritten or deleted object can be brought back. Undefined: always. */
  readonly noncurrentDays?: number;
  /** Days after which objects are deleted. Undefined: never. */
  readonly expireDays?: number;
  /** Where objects go that are seldom read, and after how many days. Undefined: they stay. */
  readonly cold?: { readonly storageClass: string; readonly afterDays: number };
  /** Days in which no version can be deleted without a special permission. Undefined: no lock. */
  readonly lockDays?: number;
  /** Name of the bucket that keeps the record of every access. */
  readonly accessLogs?: string;
  /** Who else may use the bucket, as statements over the bucket's ARN. */
  readonly statements?: readonly Statement[];
}

/** A private, versioned, encrypted bucket that accepts only TLS. */
export class Bucket extends Construct {
  readonly name: string;
  readonly arn: string;
  /** The bucket policy. A resource whose right to write is a statement of it has to depend on it. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const bucket = this.createBucket(props);
    this.name = bucket.bucket;
    this.arn = bucket.arn;

    this.closeToThePublic(bucket);
    this.encrypt(bucket, props);
    const versions = this.keepVersions(bucket);
    this.expire(bucket, props, versions);
    this.lock(bucket, props, versions);
    this.logAccess(bucket, props);
    this.policy = this.restrict(bucket, props);
  }

  private createBucket({ name, protection, lockDays }: BucketProps): S3Bucket {
    return new S3Bucket(this, 'Default', {
      bucket: name,
      forceDestroy: !protection.enabled,
      objectLockEnabled: lockDays !== undefined,
      lifecycle: protection.lifecycle,
    });
  }

  private closeToThePublic(bucket: S3Bucket): void {
    new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', {
      bucket: bucket.id,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
  }

  private encrypt(bucket: S3Bucket, { keyArn }: BucketProps): void {
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: bucket.id,
      rule: [
        keyArn
          ? {
              applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
              bucketKeyEnabled: true,
            }
          : { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } },
      ],
    });
  }

  private keepVersions(bucket: S3Bucket): S3BucketVersioningA {
    return new S3BucketVersioningA(this, 'versions', {
      bucket: bucket.id,
      versioningConfiguration: { status: 'Enabled' },
    });
  }

  private expire(
    bucket: S3Bucket,
    { noncurrentDays, expireDays, cold }: BucketProps,
    versions: S3BucketVersioningA,
  ): void {
    if (noncurrentDays === undefined && expireDays === undefined && cold === undefined) return;
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: bucket.id,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{}],
          ...(noncurrentDays === undefined ? {} : { noncurrentVersionExpiration: [{ noncurrentDays }] }),
          ...(cold && { transition: [{ days: cold.afterDays, storageClass: cold.storageClass }] }),
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
          ...(expireDays === undefined ? {} : { expiration: [{ days: expireDays }] }),
        },
      ],
      // S3 refuses a rule on noncurrent versions before there are versions.
      dependsOn: [versions],
    });
  }

  private lock(bucket: S3Bucket, { lockDays }: BucketProps, versions: S3BucketVersioningA): void {
    if (lockDays === undefined) return;
    new S3BucketObjectLockConfigurationA(this, 'lock', {
      bucket: bucket.id,
      rule: { defaultRetention: { mode: 'GOVERNANCE', days: lockDays } },
      dependsOn: [versions],
    });
  }

  private logAccess(bucket: S3Bucket, { accessLogs }: BucketProps): void {
    if (accessLogs === undefined) return;
    new S3BucketLoggingA(this, 'access-logs', {
      bucket: bucket.id,
      targetBucket: accessLogs,
      targetPrefix: `${this.node.id}/`,
    });
  }

  private restrict(bucket: S3Bucket, { name, region, statements = [] }: BucketProps): S3BucketPolicy {
    return new S3BucketPolicy(this, 'policy', {
      bucket: bucket.id,
      policy: policy(tlsOnly(`arn:${partitionOf(region).name}:s3:::${name}`), ...statements),
    });
  }
}

/** Names every principal and action, because the statement denies. */
function tlsOnly(arn: string): Statement {
  return {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
