import { protection } from '../../../constructs/core/protection';
import { Keys } from '../../../constructs/encryption/keys';
import { all, type Json, naming, type Synthesized, synth } from '../../helpers';

const keys = (protect = false): Synthesized =>
  synth((stack) => {
    new Keys(stack, 'keys', { naming, protection: protection(protect) });
  });

const statements = (name: string): Json[] =>
  JSON.parse(keys().resource.aws_kms_key![`keys_${name}`].policy).Statement;

test('data, logs and secrets each have a key, so that who may read one may not read the others', () => {
  const { resource } = keys();
  expect(Object.keys(resource.aws_kms_key!)).toEqual(['keys_data', 'keys_logs', 'keys_secrets']);
  expect(resource.aws_kms_alias).toMatchObject({
    keys_data_alias: { name: 'alias/test-data', target_key_id: '${aws_kms_key.keys_data.key_id}' },
    keys_logs_alias: { name: 'alias/test-logs', target_key_id: '${aws_kms_key.keys_logs.key_id}' },
    keys_secrets_alias: { name: 'alias/test-secrets', target_key_id: '${aws_kms_key.keys_secrets.key_id}' },
  });
});

test('every key is rotated', () => {
  for (const key of all(keys(), 'aws_kms_key')) expect(key.enable_key_rotation).toBe(true);
});

test.each(['data', 'logs', 'secrets'])(
  'the %s key can be managed by this account, and by no other',
  (name) => {
    const principals = statements(name).flatMap(({ Principal }) => Principal.AWS ?? []);
    expect(principals).toEqual(['arn:aws:iam::123456789012:root']);
  },
);

test('CloudWatch Logs uses the logs key for log groups and deliveries of this account alone', () => {
  const [, ...services] = statements('logs');
  expect(services).toEqual([
    {
      Sid: 'LogGroupsOfThisAccount',
      Effect: 'Allow',
      Principal: { Service: 'logs.eu-central-1.amazonaws.com' },
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      Resource: '*',
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-central-1:123456789012:*' },
      },
    },
    {
      Sid: 'LogDeliveriesOfThisAccount',
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceAccount': '123456789012' },
        ArnLike: { 'aws:SourceArn': 'arn:aws:logs:eu-central-1:123456789012:*' },
      },
    },
  ]);
});

test.each(['data', 'secrets'])('no service uses the %s key but on behalf of who may use it', (name) => {
  expect(statements(name).filter(({ Principal }) => Principal.Service)).toEqual([]);
});

test.each([
  [true, 30],
  [false, 7],
])('where protected is %s, a deleted key can be brought back for %i days', (protect, days) => {
  for (const key of all(keys(protect), 'aws_kms_key')) {
    expect(key).toMatchObject({
      deletion_window_in_days: days,
      lifecycle: { prevent_destroy: protect },
    });
  }
});
