import { protection } from '../../../constructs/core/protection';
import { Bucket, type BucketProps } from '../../../constructs/storage/bucket';
import { only, type Synthesized, synth } from '../../helpers';

const bucket = (props: Partial<BucketProps> = {}): Synthesized =>
  synth((stack) => {
    new Bucket(stack, 'assets', {
      name: 'acme-assets',
      region: 'eu-central-1',
      protection: protection(false),
      noncurrentDays: 30,
      ...props,
    });
  });

test('nothing in it can be made public', () => {
  expect(only(bucket(), 'aws_s3_bucket_public_access_block')).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(only(bucket(), 'aws_s3_bucket_ownership_controls').rule.object_ownership).toBe(
    'BucketOwnerEnforced',
  );
});

test('a request without TLS is denied to everyone, for the bucket and its objects', () => {
  const { Statement } = JSON.parse(only(bucket(), 'aws_s3_bucket_policy').policy);
  expect(Statement).toEqual([
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::acme-assets', 'arn:aws:s3:::acme-assets/*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
});

test('objects are encrypted with the given key', () => {
  const [rule] = only(
    bucket({ keyArn: 'arn:key' }),
    'aws_s3_bucket_server_side_encryption_configuration',
  ).rule;
  expect(rule).toEqual({
    apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: 'arn:key' },
    bucket_key_enabled: true,
  });
});

test('an overwritten object stays for as long as asked, and objects expire only if asked', () => {
  const [kept] = only(bucket({ noncurrentDays: 90 }), 'aws_s3_bucket_lifecycle_configuration').rule;
  expect(kept.noncurrent_version_expiration).toEqual([{ noncurrent_days: 90 }]);
  expect(kept.expiration).toBeUndefined();
  const [expiring] = only(bucket({ expireDays: 365 }), 'aws_s3_bucket_lifecycle_configuration').rule;
  expect(expiring.expiration).toEqual([{ days: 365 }]);
});

test('a locked bucket refuses deletion of its objects for the given days', () => {
  const locked = bucket({ lockDays: 7 });
  expect(only(locked, 'aws_s3_bucket').object_lock_enabled).toBe(true);
  expect(only(locked, 'aws_s3_bucket_object_lock_configuration').rule).toEqual({
    default_retention: { mode: 'GOVERNANCE', days: 7 },
  });
});

test('a protected bucket can not be destroyed, nor emptied by a destroy', () => {
  expect(only(bucket({ protection: protection(true) }), 'aws_s3_bucket')).toMatchObject({
    force_destroy: false,
    lifecycle: { prevent_destroy: true },
  });
  expect(only(bucket(), 'aws_s3_bucket')).toMatchObject({
    force_destroy: true,
    lifecycle: { prevent_destroy: false },
  });
});
