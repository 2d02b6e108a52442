import { Construct } from 'constructs';
import { arn } from '../core/arn';
import { type Naming, resourceName } from '../core/naming';
import type { Statement } from '../core/policy';
import type { Protection } from '../core/protection';
import { Bucket } from './bucket';

export interface AccessLogsProps {
  readonly naming: Naming;
  readonly protection: Protection;
  /** Days after which records are deleted. */
  readonly expireDays: number;
  /** Whether buckets of previews write here as well. */
  readonly hostsPreviews: boolean;
}

/** The only prefix that a load balancer may write below. */
export const BALANCER_PREFIX = 'load-balancer';

/** Long enough to notice, after a long weekend, that somebody deleted a record that was still needed. */
const UNDELETE_DAYS = 7;

/**
 * The record of who used the environment's buckets and its load balancer. Encrypted with S3's own key and not
 * locked: the services that write it can do neither.
 * Source: Amazon S3 User Guide, "Enabling Amazon S3 server access logging"; User Guide for Application Load
 * Balancers, "Enable access logs".
 */
export class AccessLogs extends Construct {
  /**
   * Name of the bucket, read from its policy. So a resource that uses it waits until the policy is there: a load
   * balancer writes a test object when it is made.
   */
  readonly bucketName: string;
  /** The same name as plain text, without a dependency. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: AccessLogsProps) {
    super(scope, id);
    const { naming, protection, expireDays, hostsPreviews } = props;
    const name = resourceName(naming, 'bucket', 'access-logs');
    const bucket = new Bucket(this, 'bucket', {
      name,
      region: naming.region,
      protection,
      noncurrentDays: UNDELETE_DAYS,
      expireDays,
      statements: [
        bucketsMayWrite(naming, name, hostsPreviews),
        loadBalancersMayWrite(naming, name, BALANCER_PREFIX),
      ],
    });
    this.bucketName = bucket.policy.bucket;
    this.name = name;
  }
}

/** Buckets of this environment and of its previews alone. */
function bucketsMayWrite(naming: Naming, bucket: string, hostsPreviews: boolean): Statement {
  const { platform, environment, account } = naming;
  const own = arn(naming, 's3', `${platform}-${environment}-*`);
  return {
    Sid: 'AccessToBuckets',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: arn(naming, 's3', `${bucket}/*`),
    Condition: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': hostsPreviews ? [own, arn(naming, 's3', `${platform}-preview-*`)] : own },
    },
  };
}

function loadBalancersMayWrite(naming: Naming, bucket: string, prefix: string): Statement {
  return {
    Sid: 'AccessToLoadBalancers',
    Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: arn(naming, 's3', `${bucket}/${prefix}/AWSLogs/${naming.account}/*`),
    Condition: {
      ArnLike: { 'aws:SourceArn': arn(naming, 'elasticloadbalancing', 'loadbalancer/*') },
    },
  };
}
