import { arn } from '../core/arn';
import type { Naming } from '../core/naming';
import type { Statement } from '../core/policy';

/**
 * What the policy of a bucket says to which AWS delivers logs by itself, in AWS's own words and by its names of the
 * statements: AWS adds to the policy what it misses there, and the next plan would take it away.
 * Source: Amazon VPC User Guide, "Amazon S3 bucket permissions for flow logs"; Amazon CloudWatch Logs User Guide, "Logs
 * sent to Amazon S3".
 */
export function deliveredTo(naming: Naming, bucket: string): Statement[] {
  const { account } = naming;
  const Principal = { Service: 'delivery.logs.amazonaws.com' };
  const ArnLike = { 'aws:SourceArn': arn(naming, 'logs', '*') };
  return [
    {
      Sid: 'AWSLogDeliveryWrite',
      Principal,
      Action: 's3:PutObject',
      Resource: arn(naming, 's3', `${bucket}/AWSLogs/${account}/*`),
      Condition: {
        StringEquals: { 'aws:SourceAccount': account, 's3:x-amz-acl': 'bucket-owner-full-control' },
        ArnLike,
      },
    },
    {
      Sid: 'AWSLogDeliveryAclCheck',
      Principal,
      Action: ['s3:GetBucketAcl', 's3:ListBucket'],
      Resource: arn(naming, 's3', bucket),
      Condition: { StringEquals: { 'aws:SourceAccount': account }, ArnLike },
    },
  ];
}
