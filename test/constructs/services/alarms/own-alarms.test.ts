import { LogMetrics } from '../../../../constructs/services/alarms/log-metrics';
import { OwnAlarms } from '../../../../constructs/services/alarms/own-alarms';
import { sendMetrics } from '../../../../constructs/services/bindings/own-metrics';
import type { OwnAlarm } from '../../../../declarations/own-alarm';
import { only, synth } from '../../../helpers';
import { field, testRuntime } from '../../test-runtime';

const refused: OwnAlarm = {
  description: 'Ask the bank.',
  log: { msg: 'refused', status: { atLeast: 400 }, retried: false, tries: 3 },
  above: 5,
  minutes: 10,
};
const waiting: OwnAlarm = {
  description: 'Look at the worker.',
  metric: { namespace: 'Shop', name: 'Waiting', dimensions: { Where: 'in {environment}' }, statistic: 'p99' },
  above: 100,
  minutes: 15,
};

function build(alarm: OwnAlarm) {
  let forFlags: readonly unknown[] = [];
  const synthesized = synth((stack) => {
    const runtime = testRuntime(stack);
    const own = new OwnAlarms(stack, 'own', {
      runtime,
      namespace: 'store',
      service: 'shop',
      declaration: { description: 'The shop', alarms: { late: alarm } },
      logs: new LogMetrics(stack, 'log', { runtime, services: {} }),
      routed: [],
      workloads: [],
      schedules: [],
    });
    forFlags = own.forFlags;
  });
  return { synthesized, alarm: only(synthesized, 'aws_cloudwatch_metric_alarm'), forFlags };
}

test('lines of the service that have all properties are counted, of no other service', () => {
  const { synthesized, alarm } = build(refused);
  expect(only(synthesized, 'aws_cloudwatch_log_metric_filter')).toMatchObject({
    log_group_name: field('logs', 'applicationGroup'),
    pattern:
      '{ ($.kubernetes.namespace_name = "store") && ($.kubernetes.labels.service = "shop") && ($.log_processed.msg = "refused") && ($.log_processed.status >= 400) && ($.log_processed.retried IS FALSE) && ($.log_processed.tries = 3) }',
    metric_transformation: { name: 'test-service-shop-late' },
  });
  expect(alarm).toMatchObject({
    alarm_name: 'test-service-shop-late',
    metric_name: 'test-service-shop-late',
    statistic: 'Sum',
    period: 600,
    evaluation_periods: 1,
    threshold: 5,
    comparison_operator: 'GreaterThanThreshold',
    treat_missing_data: 'notBreaching',
  });
});

test('a metric is measured over all of the minutes, as one that comes every five of them would miss single ones', () => {
  expect(build(waiting).alarm).toMatchObject({
    namespace: 'Shop',
    metric_name: 'Waiting',
    dimensions: { Where: 'in test' },
    extended_statistic: 'p99',
    period: 900,
    evaluation_periods: 1,
    threshold: 100,
  });
});

test('it tells whoever is told of the other alarms, with a page, as a warning unless it says otherwise', () => {
  expect(build(refused).alarm).toMatchObject({
    alarm_actions: [field('alerts', 'topicArn')],
    ok_actions: [field('alerts', 'topicArn')],
    alarm_description: 'Warning: Ask the bank. Runbook: docs/runbooks/alarms/service-own-alarm.md',
  });
  const { alarm } = build({ ...refused, severity: 'critical', runbook: 'bank' });
  expect(alarm.alarm_description).toBe('Critical: Ask the bank. Runbook: docs/runbooks/alarms/bank.md');
});

test('silence sets off an alarm on too little', () => {
  expect(build({ ...refused, above: undefined, below: 1 }).alarm).toMatchObject({
    threshold: 1,
    comparison_operator: 'LessThanThreshold',
    treat_missing_data: 'breaching',
  });
});

test('it takes a change of flags back only where it says so', () => {
  expect(build(refused).forFlags).toHaveLength(0);
  expect(build({ ...refused, takesFlagsBack: true }).forFlags).toHaveLength(1);
});

test('a service may send values to the namespaces of its alarms, and to none of AWS', () => {
  const ofAws: OwnAlarm = { ...waiting, metric: { ...waiting.metric!, namespace: 'AWS/S3' } };
  expect(sendMetrics({ alarms: { refused, ofAws } }).statements).toEqual([]);
  expect(sendMetrics({ alarms: { waiting, ofAws, more: waiting } }).statements).toEqual([
    {
      Sid: 'SendOwnMetrics',
      Action: 'cloudwatch:PutMetricData',
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': ['Shop'] } },
    },
  ]);
});
