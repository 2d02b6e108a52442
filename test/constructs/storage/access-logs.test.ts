import { protection } from '../../../constructs/core/protection';
import { AccessLogs, BALANCER_PREFIX } from '../../../constructs/storage/access-logs';
import { Bucket } from '../../../constructs/storage/bucket';
import { type Json, naming, only, synth } from '../../helpers';

const accessLogs = (use: (made: AccessLogs) => void = () => {}) =>
  synth((stack) => {
    use(
      new AccessLogs(stack, 'access-logs', {
        naming,
        protection: protection(false),
        hostsPreviews: false,
        expireDays: 365,
      }),
    );
  });

const allowed = (): Json[] =>
  JSON.parse(only(accessLogs(), 'aws_s3_bucket_policy').policy).Statement.filter(
    ({ Effect }: Json) => Effect === 'Allow',
  );

test('it is encrypted with a key of S3, as the services that write to it can use no other', () => {
  const [rule] = only(accessLogs(), 'aws_s3_bucket_server_side_encryption_configuration').rule;
  expect(rule.apply_server_side_encryption_by_default).toEqual({ sse_algorithm: 'AES256' });
});

test('it is not locked, as S3 delivers no record to a locked bucket', () => {
  expect(only(accessLogs(), 'aws_s3_bucket').object_lock_enabled).toBe(false);
});

test('only S3 for buckets of this environment, and load balancers of this account, may write to it', () => {
  expect(allowed()).toEqual([
    {
      Sid: 'AccessToBuckets',
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::acme-test-access-logs-123456789012/*',
      Condition: {
        StringEquals: { 'aws:SourceAccount': '123456789012' },
        ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-test-*' },
      },
    },
    {
      Sid: 'AccessToLoadBalancers',
      Effect: 'Allow',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::acme-test-access-logs-123456789012/load-balancer/AWSLogs/123456789012/*',
      Condition: {
        ArnLike: { 'aws:SourceArn': 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/*' },
      },
    },
  ]);
});

test('the prefix that load balancers are told is one that they may write below', () => {
  expect(allowed()[1].Resource).toContain(`/${BALANCER_PREFIX}/AWSLogs/`);
});

test('a bucket that is told to log here waits until S3 may write', () => {
  const logging = synth((stack) => {
    const { bucketName } = new AccessLogs(stack, 'access-logs', {
      naming,
      protection: protection(false),
      hostsPreviews: false,
      expireDays: 365,
    });
    new Bucket(stack, 'assets', {
      name: 'acme-assets',
      region: 'eu-central-1',
      protection: protection(false),
      noncurrentDays: 30,
      accessLogs: bucketName,
    });
  });
  expect(only(logging, 'aws_s3_bucket_logging').target_bucket).toBe(
    '${aws_s3_bucket_policy.access-logs_bucket_policy.bucket}',
  );
});

test('records end after the given days', () => {
  const [rule] = only(accessLogs(), 'aws_s3_bucket_lifecycle_configuration').rule;
  expect(rule.expiration).toEqual([{ days: 365 }]);
});
