import { Construct } from 'constructs';
import type { MetricAlarmProps } from '../../../constructs/alarms/metric-alarm';
import { Alerts } from '../../../constructs/alerts/alerts';
import { protection } from '../../../constructs/core/protection';
import { LogGroup } from '../../../constructs/logs/log-group';
import type { AlertParameters } from '../../../parameters/parameters';
import type { BaseStack } from '../../../stacks/stack';
import { all, type Json, naming, only, synth } from '../../helpers';
import { environment } from '../../parameters/files';
import { neighbours } from '../neighbours';

const TOPIC = '${aws_sns_topic.alerts_topic.arn}';

const PARAMETERS: AlertParameters = {
  ...environment().parameters.alerts,
  emails: [],
  pagerDuty: false,
  monthlyBudgetUsd: 500,
};

function make(stack: BaseStack, parameters: Partial<AlertParameters> = {}): Alerts {
  const { keys, logs } = neighbours(stack);
  return new Alerts(stack, 'alerts', {
    naming,
    protection: protection(false),
    keys,
    logs,
    parameters: { ...PARAMETERS, ...parameters },
  });
}

const ALARM: MetricAlarmProps = {
  description: 'Look at the database',
  runbook: 'database-cpu',
  severity: 'critical',
  namespace: 'AWS/RDS',
  metric: 'CPUUtilization',
  dimensions: { DBInstanceIdentifier: 'test-orders' },
  statistic: 'Average',
  threshold: { above: 90 },
  minutes: 15,
};

const withAlarm = (props: Partial<MetricAlarmProps> = {}): Json =>
  only(
    synth((stack) =>
      make(stack).addMetricAlarm(new Construct(stack, 'orders'), 'cpu', { ...ALARM, ...props }),
    ),
    'aws_cloudwatch_metric_alarm',
  );

describe('the topic', () => {
  const topic = () => only(synth(make), 'aws_sns_topic');

  test('can be published to by alarms and budgets of this account, and by nobody else', () => {
    const publishers = JSON.parse(topic().policy).Statement;
    expect(publishers.map(({ Sid: _, ...statement }: Json) => statement)).toEqual(
      [
        ['cloudwatch', 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:*'],
        ['budgets', 'arn:aws:budgets::123456789012:*'],
      ].map(([service, source]) => ({
        Effect: 'Allow',
        Principal: { Service: `${service}.amazonaws.com` },
        Action: ['sns:Publish'],
        Resource: 'arn:aws:sns:eu-central-1:123456789012:test-alerts',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: { 'aws:SourceArn': source },
        },
      })),
    );
  });

  test('has a key that its publishers may use: without, every alarm is lost in silence', () => {
    const synthesized = synth(make);
    const key = synthesized.resource.aws_kms_key!.alerts_topic_alerts;
    const services = JSON.parse(key.policy).Statement.filter(({ Principal }: Json) => Principal.Service);
    expect(services.map(({ Principal, Action }: Json) => [Principal.Service, Action])).toEqual([
      ['cloudwatch.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey*']],
      ['budgets.amazonaws.com', ['kms:Decrypt', 'kms:GenerateDataKey*']],
    ]);
    expect(topic().kms_master_key_id).toBe('${aws_kms_key.alerts_topic_alerts.arn}');
  });

  test('writes to each address once, also to addresses that differ by a dot or a dash', () => {
    const emails = ['a.b@acme.example', 'a-b@acme.example', 'a.b@acme.example'];
    const subscriptions = all(
      synth((stack) => make(stack, { emails })),
      'aws_sns_topic_subscription',
    );
    expect(subscriptions.map(({ protocol, endpoint }) => [protocol, endpoint])).toEqual([
      ['email', 'a-b@acme.example'],
      ['email', 'a.b@acme.example'],
    ]);
  });
});

test('the budget tells at 80 % spent and at 100 % forecast', () => {
  const budget = only(
    synth((stack) => make(stack, { monthlyBudgetUsd: 8000 })),
    'aws_budgets_budget',
  );
  expect(budget).toMatchObject({ limit_amount: '8000', limit_unit: 'USD', time_unit: 'MONTHLY' });
  expect(
    budget.notification.map((one: Json) => [
      one.notification_type,
      one.threshold,
      one.subscriber_sns_topic_arns,
    ]),
  ).toEqual([
    ['ACTUAL', 80, [TOPIC]],
    ['FORECASTED', 100, [TOPIC]],
  ]);
});

describe('a metric alarm', () => {
  test.each([
    ['warning', 'Warning: Look at the database Runbook: docs/runbooks/alarms/database-cpu.md'],
    ['critical', 'Critical: Look at the database Runbook: docs/runbooks/alarms/database-cpu.md'],
  ] as const)(
    'that is a %s tells the topic when it goes off and when it is over',
    (severity, description) => {
      expect(withAlarm({ severity })).toMatchObject({
        alarm_name: 'test-orders-cpu',
        alarm_description: description,
        alarm_actions: [TOPIC],
        ok_actions: [TOPIC],
      });
    },
  );

  test('needs every minute to be beyond the threshold, but sums up over all of them', () => {
    expect(withAlarm()).toMatchObject({ statistic: 'Average', period: 60, evaluation_periods: 15 });
    expect(withAlarm({ statistic: 'Sum' })).toMatchObject({ period: 900, evaluation_periods: 1 });
  });

  test('waits for a metric that is sent less often', () => {
    expect(withAlarm({ everyMinutes: 5 })).toMatchObject({ period: 300, evaluation_periods: 3 });
  });

  test('goes off above or below', () => {
    expect(withAlarm({ threshold: { above: 90 } })).toMatchObject({
      comparison_operator: 'GreaterThanThreshold',
      threshold: 90,
    });
    expect(withAlarm({ threshold: { below: 5 } })).toMatchObject({
      comparison_operator: 'LessThanThreshold',
      threshold: 5,
    });
  });

  test('takes silence for good news unless told otherwise', () => {
    expect(withAlarm().treat_missing_data).toBe('notBreaching');
    expect(withAlarm({ silence: 'alarm' }).treat_missing_data).toBe('breaching');
  });

  test('does not judge a percentile by a handful of requests', () => {
    const alarm = withAlarm({ statistic: 'p99' });
    expect(alarm).toMatchObject({
      extended_statistic: 'p99',
      evaluate_low_sample_count_percentiles: 'ignore',
    });
    expect(alarm.statistic).toBeUndefined();
  });

  test('can be a percentage of another metric, which counts as 0 when there is too little of it', () => {
    const alarm = withAlarm({ metric: 'Errors', percentOf: 'Requests', statistic: 'Sum', minutes: 5 });
    expect(alarm.metric_name).toBeUndefined();
    const [percent, part, whole] = alarm.metric_query;
    expect(percent).toMatchObject({
      expression: 'IF(whole >= 20, 100 * FILL(part, 0) / whole, 0)',
      return_data: true,
    });
    expect(
      [part, whole].map(({ id, metric }) => [id, metric.metric_name, metric.stat, metric.period]),
    ).toEqual([
      ['part', 'Errors', 'Sum', 300],
      ['whole', 'Requests', 'Sum', 300],
    ]);
  });

  test.each([
    [{ minutes: 0 }, 'test/orders/cpu: minutes: got 0, allowed 1 to 1440'],
    [{ minutes: 1441 }, 'test/orders/cpu: minutes: got 1441, allowed 1 to 1440'],
    [{ minutes: 2.5 }, 'test/orders/cpu: minutes: got 2.5, allowed 1 to 1440'],
    [
      { minutes: 10, everyMinutes: 3 },
      'test/orders/cpu: minutes: got 10, allowed a multiple of everyMinutes, which is 3',
    ],
  ])('fails for %j', (props, message) => {
    expect(() => withAlarm(props)).toThrow(message);
  });

  test('fails when its name is taken, as the one alarm would overwrite the other', () => {
    const twice = () =>
      synth((stack) => {
        const alerts = make(stack);
        alerts.addMetricAlarm(new Construct(stack, 'orders-cpu'), 'high', ALARM);
        alerts.addMetricAlarm(new Construct(stack, 'orders'), 'cpu-high', ALARM);
      });
    expect(twice).toThrow(
      'test/orders/cpu-high: an alarm named "test-orders-cpu-high" exists: change the id',
    );
    expect(() => synth((stack) => make(stack).addMetricAlarm(stack, 'unhealthy', ALARM))).toThrow(
      'test/unhealthy: an alarm named "test-unhealthy" exists: change the id',
    );
  });
});

test('a log alarm counts matching events, and knows zero from silence', () => {
  const synthesized = synth((stack) => {
    const logGroup = new LogGroup(stack, 'group', {
      naming,
      name: '/app',
      keyArn: 'arn:key',
      retentionDays: 1,
    });
    make(stack).addLogAlarm(new Construct(stack, 'cluster'), 'denied', {
      logGroupName: logGroup.resource.name,
      pattern: '{ $.level = "error" }',
      description: 'Read the log',
      runbook: 'cluster-application-errors',
      severity: 'warning',
      threshold: { above: 20 },
      minutes: 5,
    });
  });
  expect(only(synthesized, 'aws_cloudwatch_log_metric_filter')).toMatchObject({
    log_group_name: '${aws_cloudwatch_log_group.group.name}',
    pattern: '{ $.level = "error" }',
    metric_transformation: {
      namespace: 'acme/test',
      name: 'test-cluster-denied',
      value: '1',
      default_value: '0',
    },
  });
  expect(only(synthesized, 'aws_cloudwatch_metric_alarm')).toMatchObject({
    namespace: 'acme/test',
    metric_name: 'test-cluster-denied',
    statistic: 'Sum',
    period: 300,
    threshold: 20,
  });
});

describe('the summary', () => {
  const summary = synth((stack) => {
    const alerts = make(stack, { pagerDuty: true });
    alerts.addMetricAlarm(new Construct(stack, 'orders'), 'cpu', ALARM);
    alerts.addMetricAlarm(new Construct(stack, 'network'), 'down', ALARM);
    alerts.addMetricAlarm(new Construct(stack, 'pages'), 'full', { ...ALARM, severity: 'warning' });
    alerts.summarize();
  });

  test('is unhealthy while any critical alarm is in alarm, and waits for the alarms to exist', () => {
    expect(only(summary, 'aws_cloudwatch_composite_alarm')).toMatchObject({
      alarm_name: 'test-unhealthy',
      alarm_rule:
        'ALARM("${aws_cloudwatch_metric_alarm.orders_cpu.alarm_name}") OR ALARM("${aws_cloudwatch_metric_alarm.network_down.alarm_name}")',
      alarm_actions: [TOPIC],
      ok_actions: [TOPIC],
    });
  });

  test('is what ends a page', () => {
    const pages = all(summary, 'aws_sns_topic_subscription').find(({ protocol }) => protocol === 'lambda');
    expect(JSON.parse(pages.filter_policy).$or[0]).toEqual({ AlarmName: ['test-unhealthy'] });
  });

  test('is made anew when alarms come or go, as AWS keeps an alarm that a rule still names', () => {
    expect(only(summary, 'aws_cloudwatch_composite_alarm').lifecycle).toEqual({
      replace_triggered_by: ['terraform_data.alerts_health_set'],
    });
    expect(only(summary, 'terraform_data').input).toEqual({
      alarms: ['test-orders-cpu', 'test-network-down'],
    });
  });

  test('fails when nothing could ever page', () => {
    expect(() =>
      synth((stack) => {
        const alerts = make(stack);
        alerts.addMetricAlarm(stack, 'full', { ...ALARM, severity: 'warning' });
        alerts.summarize();
      }),
    ).toThrow('test/alerts/health: no critical alarm, so nothing would page');
  });
});
