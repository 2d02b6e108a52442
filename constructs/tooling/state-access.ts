import { viaService } from '../core/partition';
import type { Statement } from '../core/policy';

export interface StateBucketAccess {
  readonly arn: string;
  readonly keyArn: string;
  readonly region: string;
}

/**
 * What reading states takes.
 * @param stacks names, or their beginning and a star.
 */
export function readStates(
  { arn, keyArn, region }: StateBucketAccess,
  stacks: readonly string[],
): Statement[] {
  return [
    // All names, as Terraform looks for workspaces, and as without it a state that is not there is a denial.
    { Sid: 'FindStates', Action: ['s3:ListBucket', 's3:ListBucketVersions'], Resource: arn },
    // Those of before tell a lost state from a new stack (terraform/states/check-state.ts).
    {
      Sid: 'ReadStates',
      Action: ['s3:GetObject', 's3:GetObjectVersion'],
      Resource: states(arn, stacks),
    },
    useKey('DecryptStates', keyArn, region, 'kms:Decrypt'),
  ];
}

/** What changing them takes as well. A lock is deleted; a state is not. */
export function writeStates(
  { arn, keyArn, region }: StateBucketAccess,
  stacks: readonly string[],
): Statement[] {
  return [
    { Sid: 'WriteStates', Action: 's3:PutObject', Resource: states(arn, stacks) },
    {
      Sid: 'LockStates',
      // Its versions tell who stored a state (cli/state/history.ts).
      Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:DeleteObject'],
      Resource: states(arn, stacks).map((state) => `${state}.tflock`),
    },
    useKey('EncryptStates', keyArn, region, 'kms:GenerateDataKey'),
  ];
}

/** Only by way of the bucket. */
function useKey(Sid: string, keyArn: string, region: string, action: string): Statement {
  return {
    Sid,
    Action: action,
    Resource: keyArn,
    Condition: { StringEquals: { 'kms:ViaService': viaService(region, 's3') } },
  };
}

function states(bucket: string, stacks: readonly string[]): string[] {
  return stacks.map((stack) => `${bucket}/${stack}.tfstate`);
}

/**
 * For the bucket's policy: nobody deletes a version of a state, not even an administrator, who would have to change this
 * first. Source on lifecycle rules, which go on: Amazon S3 User Guide, "Expiring objects": "You can't use a bucket policy
 * to prevent deletions or transitions by an S3 Lifecycle rule."
 */
export function keepVersions(bucketArn: string): Statement {
  return {
    Sid: 'KeepVersions',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:DeleteObjectVersion',
    Resource: `${bucketArn}/*`,
  };
}
