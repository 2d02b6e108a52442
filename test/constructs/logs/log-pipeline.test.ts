import fc from 'fast-check';
import { all, only } from '../../helpers';
import { alarms, forwarding, permissions, pipeline, trust } from './synth-logs';

const withGroup = (retentionDays: 30 | 365 = 30) =>
  pipeline({ retentionDays }, (logs, stack) => logs.addGroup(stack, 'app', '/acme/test/app'));

test('a log group is encrypted with the key of logs, and keeps events for as long as asked', () => {
  expect(withGroup(365).resource.aws_cloudwatch_log_group!.app).toMatchObject({
    name: '/acme/test/app',
    kms_key_id: '${aws_kms_key.keys_logs.arn}',
    retention_in_days: 365,
  });
});

test('every event of a log group goes to the stream, spread over its shards', () => {
  expect(only(withGroup(), 'aws_cloudwatch_log_subscription_filter')).toMatchObject({
    log_group_name: '${aws_cloudwatch_log_group.app.name}',
    destination_arn: '${aws_kinesis_stream.logs.arn}',
    filter_pattern: '',
    distribution: 'Random',
  });
});

test('a log group is subscribed only when its test event can be written, or AWS refuses', () => {
  expect(only(withGroup(), 'aws_cloudwatch_log_subscription_filter').depends_on).toEqual([
    'aws_iam_role_policy.logs_writer-permission',
  ]);
});

test('every log group is streamed once, but never what reports failed deliveries: it would feed itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 12 }), fc.constantFrom({}, forwarding), (count, parameters) => {
      const synthesized = pipeline(parameters, (logs, stack) => {
        for (let index = 0; index < count; index++) {
          logs.addGroup(stack, `group-${index}`, `/acme/test/${index}`);
        }
      });
      const streamed = all(synthesized, 'aws_cloudwatch_log_subscription_filter').map(
        ({ log_group_name }) => log_group_name,
      );
      const groups = Object.keys(synthesized.resource.aws_cloudwatch_log_group!);
      expect(streamed.sort()).toEqual(
        groups
          .filter((id) => id !== 'logs_deliveries')
          .map((id) => `\${aws_cloudwatch_log_group.${id}.name}`)
          .sort(),
      );
      expect(groups).toHaveLength(count + 1);
    }),
    { numRuns: 10 },
  );
});

describe('a bucket to which AWS delivers logs by itself', () => {
  const { resource } = pipeline({ archiveDays: 365 }, (logs, stack) =>
    logs.addBucket(stack, 'flows', 'acme-test-flows'),
  );

  test('is encrypted by the key of logs, and keeps them as long as the archive does', () => {
    const [archive] =
      resource.aws_s3_bucket_lifecycle_configuration!['logs_archive_log-archive_lifecycle'].rule;
    expect(resource.aws_s3_bucket_lifecycle_configuration!.flows_lifecycle.rule).toEqual([archive]);
    expect(archive.expiration).toEqual([{ days: 365 }]);
    const [encryption] = resource.aws_s3_bucket_server_side_encryption_configuration!.flows_encryption.rule;
    expect(encryption.apply_server_side_encryption_by_default).toEqual({
      sse_algorithm: 'aws:kms',
      kms_master_key_id: '${aws_kms_key.keys_logs.arn}',
    });
    expect(resource.aws_s3_bucket_versioning!.flows_versions.versioning_configuration.status).toBe('Enabled');
  });

  // AWS adds to the policy what it misses there.
  test("lets the delivery of this account in, in AWS's own words", () => {
    const Principal = { Service: 'delivery.logs.amazonaws.com' };
    const ArnLike = { 'aws:SourceArn': 'arn:aws:logs:eu-central-1:123456789012:*' };
    const [tls, ...statements] = JSON.parse(resource.aws_s3_bucket_policy!.flows_policy.policy).Statement;
    expect(tls.Sid).toBe('TlsOnly');
    expect(statements).toEqual([
      {
        Sid: 'AWSLogDeliveryWrite',
        Effect: 'Allow',
        Principal,
        Action: 's3:PutObject',
        Resource: 'arn:aws:s3:::acme-test-flows/AWSLogs/123456789012/*',
        Condition: {
          StringEquals: {
            'aws:SourceAccount': '123456789012',
            's3:x-amz-acl': 'bucket-owner-full-control',
          },
          ArnLike,
        },
      },
      {
        Sid: 'AWSLogDeliveryAclCheck',
        Effect: 'Allow',
        Principal,
        Action: ['s3:GetBucketAcl', 's3:ListBucket'],
        Resource: 'arn:aws:s3:::acme-test-flows',
        Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' }, ArnLike },
      },
    ]);
  });
});

test('the stream is encrypted with the key of logs, grows by itself, and waits a day for its subscribers', () => {
  expect(only(pipeline(), 'aws_kinesis_stream')).toMatchObject({
    encryption_type: 'KMS',
    kms_key_id: '${aws_kms_key.keys_logs.arn}',
    stream_mode_details: { stream_mode: 'ON_DEMAND' },
    retention_period: 24,
  });
});

test('CloudWatch Logs of this account alone may write, to this stream alone', () => {
  const synthesized = pipeline();
  expect(trust(synthesized, 'logs_writer')).toEqual([
    {
      Sid: 'LogsOfThisAccount',
      Effect: 'Allow',
      Principal: { Service: 'logs.eu-central-1.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringLike: { 'aws:SourceArn': 'arn:aws:logs:eu-central-1:123456789012:*' } },
    },
  ]);
  expect(permissions(synthesized, 'logs_writer-permission')).toEqual([
    {
      Sid: 'WriteStream',
      Effect: 'Allow',
      Action: 'kinesis:PutRecord',
      Resource: 'arn:aws:kinesis:eu-central-1:123456789012:stream/test-logs',
    },
    {
      Sid: 'EncryptStream',
      Effect: 'Allow',
      Action: 'kms:GenerateDataKey',
      Resource: '${aws_kms_key.keys_logs.arn}',
      Condition: { StringEquals: { 'kms:ViaService': 'kinesis.eu-central-1.amazonaws.com' } },
    },
  ]);
});

test('the archive is always a subscriber, and a log service only when a parameter names one', () => {
  const destinations = (parameters = {}) =>
    all(pipeline(parameters), 'aws_kinesis_firehose_delivery_stream').map(({ destination }) => destination);
  expect(destinations()).toEqual(['extended_s3']);
  expect(destinations(forwarding)).toEqual(['extended_s3', 'http_endpoint']);
});

test('someone is woken while there is time to save events from being lost', () => {
  const behind = alarms().get('logs/behind');
  expect(behind).toMatchObject({
    severity: 'critical',
    namespace: 'AWS/Kinesis',
    metric: 'GetRecords.IteratorAgeMilliseconds',
    dimensions: { StreamName: 'test-logs' },
    statistic: 'Maximum',
    threshold: { above: 21_600_000 },
  });
  const kept = only(pipeline(), 'aws_kinesis_stream').retention_period * 3_600_000;
  expect((behind!.threshold as { above: number }).above).toBeLessThan(kept / 2);
});

test('logs that the stream keeps refusing, and deliveries that keep failing, are warned of', () => {
  expect(alarms().get('logs/throttled')).toMatchObject({
    severity: 'warning',
    metric: 'WriteProvisionedThroughputExceeded',
    dimensions: { StreamName: 'test-logs' },
    statistic: 'Maximum',
    threshold: { above: 0 },
    minutes: 15,
  });
  expect(alarms().get('logs/undelivered')).toMatchObject({
    severity: 'warning',
    logGroupName: '${aws_cloudwatch_log_group.logs_deliveries.name}',
    pattern: '',
    threshold: { above: 5 },
    minutes: 60,
  });
});

test('whoever reads an alarm is told where the reason stands', () => {
  for (const id of ['logs/behind', 'logs/undelivered', 'logs/archive/late', 'logs/forward/late']) {
    expect(alarms(forwarding).get(id)!.description).toContain('aws logs tail /acme/test/logs/deliveries');
  }
});

test('a subscriber that is not there is not watched', () => {
  expect([...alarms().keys()]).not.toContain('logs/forward/late');
});
