import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { AlertTopic } from '../../../constructs/alerts/alert-topic';
import { PagerDuty } from '../../../constructs/alerts/pager-duty';
import { protection } from '../../../constructs/core/protection';
import { type Json, naming, only, type Synthesized, synth } from '../../helpers';
import { neighbours } from '../neighbours';

const pagerDuty = (safe = protection(false), then = (_outdir: string) => {}): Synthesized =>
  synth((stack) => {
    const { keys, logs } = neighbours(stack);
    new PagerDuty(stack, 'pager-duty', {
      naming,
      protection: safe,
      keys,
      logs,
      topic: new AlertTopic(stack, 'topic', { naming, protection: safe, emails: [] }),
      healthAlarm: 'test-unhealthy',
      dashboardUrl: 'https://dashboard',
    });
    then(App.of(stack).outdir);
  });

test('the routing key is never seen by Terraform: only an operator fills the secret', () => {
  const synthesized = pagerDuty();
  expect(synthesized.resource.aws_secretsmanager_secret_version).toBeUndefined();
  expect(only(synthesized, 'aws_secretsmanager_secret')).toMatchObject({
    name: '/acme/test/pager-duty',
    kms_key_id: '${aws_kms_key.keys_secrets.arn}',
  });
  expect(only(synthesized, 'aws_lambda_function').environment.variables).toEqual({
    ROUTING_KEY_SECRET: '${aws_secretsmanager_secret.pager-duty_routing-key.arn}',
    DASHBOARD_URL: 'https://dashboard',
    INCIDENT: '/acme/test/unhealthy',
    SERVICE_ALARMS: 'test-service-',
  });
});

test('the key of a protected environment can be brought back, that of a disposable one is gone', () => {
  const days = (safe: boolean) =>
    only(pagerDuty(protection(safe)), 'aws_secretsmanager_secret').recovery_window_in_days;
  expect([days(true), days(false)]).toEqual([30, 0]);
});

test('the function may read its own secret, write its own log and hand over what is lost, and no more', () => {
  const { Statement } = JSON.parse(only(pagerDuty(), 'aws_iam_role_policy').policy);
  expect(Statement.map(({ Action, Resource, Condition }: Json) => [Action, Resource, Condition])).toEqual([
    ['secretsmanager:GetSecretValue', '${aws_secretsmanager_secret.pager-duty_routing-key.arn}', undefined],
    [
      'kms:Decrypt',
      '${aws_kms_key.keys_secrets.arn}',
      { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' } },
    ],
    [
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'arn:aws:logs:eu-central-1:123456789012:log-group:/acme/test/pager-duty:*',
      undefined,
    ],
    ['sns:Publish', '${aws_sns_topic.topic.arn}', undefined],
    [
      ['kms:Decrypt', 'kms:GenerateDataKey'],
      '${aws_kms_key.topic_alerts.arn}',
      { StringEquals: { 'kms:ViaService': 'sns.eu-central-1.amazonaws.com' } },
    ],
  ]);
});

test('a page that can not be delivered goes to whoever reads the topic', () => {
  expect(only(pagerDuty(), 'aws_lambda_function')).toMatchObject({
    dead_letter_config: { target_arn: '${aws_sns_topic.topic.arn}' },
    depends_on: ['aws_iam_role_policy.pager-duty_rights'],
  });
});

test('critical alarms page when they go off, the whole and those of services also when they are over, and warnings never', () => {
  const subscription = only(pagerDuty(), 'aws_sns_topic_subscription');
  expect(subscription).toMatchObject({ protocol: 'lambda', filter_policy_scope: 'MessageBody' });
  expect(JSON.parse(subscription.filter_policy)).toEqual({
    $or: [
      { AlarmName: ['test-unhealthy'] },
      { AlarmDescription: [{ prefix: 'Critical: ' }], NewStateValue: ['ALARM'] },
      { AlarmDescription: [{ prefix: 'Critical: ' }], AlarmName: [{ prefix: 'test-service-' }] },
    ],
  });
});

test('nothing but the topic can start it', () => {
  expect(only(pagerDuty(), 'aws_lambda_permission')).toMatchObject({
    principal: 'sns.amazonaws.com',
    source_arn: '${aws_sns_topic.topic.arn}',
  });
});

test('its log group is the encrypted one, made before it', () => {
  expect(only(pagerDuty(), 'aws_lambda_function').logging_config.log_group).toBe(
    '${aws_cloudwatch_log_group.pager-duty_log-group.name}',
  );
});

test('the code lies beside the configuration, and its hash is what AWS will compute', () => {
  let archive = Buffer.alloc(0);
  const synthesized = pagerDuty(protection(false), (outdir) => {
    archive = readFileSync(join(outdir, 'stacks', 'test', 'forward.zip'));
  });
  // 1 January 1980, 00:00, wherever this runs: another time zone is no change of code.
  expect([archive.readUInt16LE(10), archive.readUInt16LE(12)]).toEqual([0, (1 << 5) | 1]);
  expect(only(synthesized, 'aws_lambda_function')).toMatchObject({
    filename: 'forward.zip',
    handler: 'forward.handler',
    source_code_hash: createHash('sha256').update(archive).digest('base64'),
  });
});
