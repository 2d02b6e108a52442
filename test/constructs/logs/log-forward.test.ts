import { protection } from '../../../constructs/core/protection';
import { type Json, only } from '../../helpers';
import { alarms, forwarding, permissions, pipeline } from './synth-logs';

const forward = () => pipeline(forwarding);
const delivery = (): Json => forward().resource.aws_kinesis_firehose_delivery_stream!.logs_forward;
const endpoint = (): Json => delivery().http_endpoint_configuration;

test('the receiver gets every event of the stream, over TLS, at the address of the parameter', () => {
  expect(delivery()).toMatchObject({
    destination: 'http_endpoint',
    kinesis_source_configuration: { kinesis_stream_arn: '${aws_kinesis_stream.logs.arn}' },
    http_endpoint_configuration: { name: 'datadog', url: 'https://intake.example/v1/input' },
  });
});

test('its key comes from a secret that an operator fills: no value passes through Terraform', () => {
  expect(endpoint().secrets_manager_configuration).toEqual({
    enabled: true,
    secret_arn: '${aws_secretsmanager_secret.logs_forward_key.arn}',
    role_arn: '${aws_iam_role.logs_forward_delivery.arn}',
  });
  expect(endpoint().access_key).toBeUndefined();
  expect(forward().resource.aws_secretsmanager_secret_version).toBeUndefined();
  expect(only(forward(), 'aws_secretsmanager_secret')).toMatchObject({
    name: '/acme/test/logs/datadog',
    kms_key_id: '${aws_kms_key.keys_secrets.arn}',
    recovery_window_in_days: 0,
  });
});

test('a protected environment can bring a deleted key of the receiver back for 30 days', () => {
  const synthesized = pipeline(forwarding, () => {}, protection(true));
  expect(only(synthesized, 'aws_secretsmanager_secret').recovery_window_in_days).toBe(30);
});

test('only the delivery to the receiver may read that secret', () => {
  const ofSecrets = (id: string) =>
    permissions(forward(), id).filter(({ Sid }) => Sid === 'ReadSecret' || Sid === 'DecryptSecret');
  expect(ofSecrets('logs_forward_delivery_permissions')).toEqual([
    {
      Sid: 'ReadSecret',
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: '${aws_secretsmanager_secret.logs_forward_key.arn}',
    },
    {
      Sid: 'DecryptSecret',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: '${aws_kms_key.keys_secrets.arn}',
      Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' } },
    },
  ]);
  expect(ofSecrets('logs_archive_delivery_permissions')).toEqual([]);
});

test('what the receiver does not take is kept in the archive, encrypted and apart from its events', () => {
  expect(endpoint()).toMatchObject({
    s3_backup_mode: 'FailedDataOnly',
    s3_configuration: {
      bucket_arn: '${aws_s3_bucket.logs_archive_log-archive.arn}',
      kms_key_arn: '${aws_kms_key.keys_logs.arn}',
      error_output_prefix:
        'undelivered/forward-datadog/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/',
    },
  });
});

test('a receiver called as the archive is can not take its names', () => {
  const synthesized = pipeline({ forwardTo: { name: 'archive', url: 'https://intake.example' } });
  for (const type of ['aws_iam_role', 'aws_kinesis_firehose_delivery_stream', 'aws_cloudwatch_log_stream']) {
    const names = Object.values(synthesized.resource[type]!).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  }
});

test('a receiver that takes nothing is warned of before its events are put aside', () => {
  const late = alarms(forwarding).get('logs/forward/late');
  expect(late).toMatchObject({
    severity: 'warning',
    namespace: 'AWS/Firehose',
    metric: 'DeliveryToHttpEndpoint.DataFreshness',
    dimensions: { DeliveryStreamName: 'test-logs-forward-datadog' },
    silence: 'alarm',
  });
  const { above } = late!.threshold as { above: number };
  expect(above + late!.minutes * 60).toBeLessThan(endpoint().retry_duration);
});
