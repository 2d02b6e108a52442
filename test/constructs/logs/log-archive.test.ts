import { protection } from '../../../constructs/core/protection';
import { only } from '../../helpers';
import { alarms, permissions, pipeline, trust } from './synth-logs';

const archive = () => only(pipeline(), 'aws_kinesis_firehose_delivery_stream').extended_s3_configuration;

test('archived logs are encrypted, kept and locked for as long as the parameters say, and access is recorded', () => {
  const synthesized = pipeline({ archiveDays: 2555, archiveLockDays: 365 });
  expect(only(synthesized, 'aws_s3_bucket_lifecycle_configuration').rule[0].expiration).toEqual([
    { days: 2555 },
  ]);
  expect(only(synthesized, 'aws_s3_bucket_object_lock_configuration').rule.default_retention.days).toBe(365);
  expect(only(synthesized, 'aws_s3_bucket_logging').target_bucket).toBe('acme-access-logs');
  expect(archive().kms_key_arn).toBe('${aws_kms_key.keys_logs.arn}');
});

test.each([
  ['STANDARD_IA', 60],
  ['GLACIER_IR', 120],
  ['DEEP_ARCHIVE', 210],
] as const)(
  'logs go to %s after a month, unless S3 bills them for longer than they are kept',
  (archiveClass, least) => {
    const transition = (archiveDays: number) =>
      only(pipeline({ archiveClass, archiveDays }), 'aws_s3_bucket_lifecycle_configuration').rule[0]
        .transition;
    expect(transition(least)).toEqual([{ days: 30, storage_class: archiveClass }]);
    expect(transition(least - 1)).toBeUndefined();
  },
);

test('logs can stay where they are', () => {
  const synthesized = pipeline({ archiveClass: 'STANDARD', archiveDays: 3650 });
  expect(only(synthesized, 'aws_s3_bucket_lifecycle_configuration').rule[0].transition).toBeUndefined();
});

test('a destroy takes neither the archive of a protected environment nor what it holds', () => {
  const synthesized = pipeline({}, () => {}, protection(true));
  expect(only(synthesized, 'aws_s3_bucket')).toMatchObject({
    force_destroy: false,
    lifecycle: { prevent_destroy: true },
  });
});

test('the archive reads the stream that all log groups feed', () => {
  expect(only(pipeline(), 'aws_kinesis_firehose_delivery_stream').kinesis_source_configuration).toEqual({
    kinesis_stream_arn: '${aws_kinesis_stream.logs.arn}',
    role_arn: '${aws_iam_role.logs_archive_delivery.arn}',
  });
});

test('an hour of logs can be found by its name, apart from what could not be delivered', () => {
  expect(archive()).toMatchObject({
    prefix: 'events/!{timestamp:yyyy/MM/dd/HH}/',
    error_output_prefix: 'undelivered/archive/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/',
  });
});

test('what is gzip already is not compressed twice: an operator reads it by zcat', () => {
  expect(archive()).toMatchObject({ compression_format: 'UNCOMPRESSED', file_extension: '.gz' });
});

test('the archive may be delivered by Firehose for this account alone', () => {
  expect(trust(pipeline(), 'logs_archive_delivery')).toEqual([
    {
      Sid: 'FirehoseOfThisAccount',
      Effect: 'Allow',
      Principal: { Service: 'firehose.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': '123456789012' } },
    },
  ]);
});

test('its role may read the stream, write the archive, use their key and report errors: nothing else', () => {
  expect(permissions(pipeline(), 'logs_archive_delivery_permissions')).toEqual([
    {
      Sid: 'ReadStream',
      Effect: 'Allow',
      Action: [
        'kinesis:DescribeStream',
        'kinesis:GetShardIterator',
        'kinesis:GetRecords',
        'kinesis:ListShards',
      ],
      Resource: 'arn:aws:kinesis:eu-central-1:123456789012:stream/test-logs',
    },
    {
      Sid: 'FindBucket',
      Effect: 'Allow',
      Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      Resource: '${aws_s3_bucket.logs_archive_log-archive.arn}',
    },
    {
      Sid: 'WriteObjects',
      Effect: 'Allow',
      Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
      Resource: '${aws_s3_bucket.logs_archive_log-archive.arn}/*',
    },
    {
      Sid: 'UseKey',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '${aws_kms_key.keys_logs.arn}',
      Condition: {
        StringEquals: {
          'kms:ViaService': ['kinesis.eu-central-1.amazonaws.com', 's3.eu-central-1.amazonaws.com'],
        },
      },
    },
    {
      Sid: 'ReportErrors',
      Effect: 'Allow',
      Action: 'logs:PutLogEvents',
      Resource:
        'arn:aws:logs:eu-central-1:123456789012:log-group:/acme/test/logs/deliveries:log-stream:archive',
    },
  ]);
});

test('the delivery is made after its permissions, as AWS refuses one that can not read its stream', () => {
  expect(only(pipeline(), 'aws_kinesis_firehose_delivery_stream').depends_on).toEqual([
    'aws_iam_role_policy.logs_archive_delivery_permissions',
  ]);
});

test('failed deliveries are reported to a place that is there: Firehose makes none', () => {
  const synthesized = pipeline();
  expect(only(synthesized, 'aws_cloudwatch_log_stream')).toMatchObject({
    name: 'archive',
    log_group_name: '${aws_cloudwatch_log_group.logs_deliveries.name}',
  });
  expect(archive().cloudwatch_logging_options).toEqual({
    enabled: true,
    log_group_name: '${aws_cloudwatch_log_stream.logs_archive_delivery_errors.log_group_name}',
    log_stream_name: '${aws_cloudwatch_log_stream.logs_archive_delivery_errors.name}',
  });
});

test('an archive that is later than its buffer explains, or gets nothing, is warned of', () => {
  const { buffering_interval } = archive();
  const late = alarms().get('logs/archive/late');
  expect(late).toMatchObject({
    severity: 'warning',
    namespace: 'AWS/Firehose',
    metric: 'DeliveryToS3.DataFreshness',
    dimensions: { DeliveryStreamName: 'test-logs-archive' },
    silence: 'alarm',
  });
  expect((late!.threshold as { above: number }).above).toBeGreaterThanOrEqual(2 * buffering_interval);
});
