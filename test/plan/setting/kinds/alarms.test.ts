import { entry } from '../../made';
import { found, judged } from './judged';

const alarm = {
  alarm_name: 'slow',
  comparison_operator: 'GreaterThanThreshold',
  threshold: 5,
  evaluation_periods: 3,
  period: 60,
  statistic: 'Average',
  metric_name: 'Latency',
  namespace: 'AWS/X',
  dimensions: { Id: 'a' },
};
const changed = (after: object, before: object = {}) =>
  judged('aws_cloudwatch_metric_alarm', { ...alarm, ...before }, { ...alarm, ...before, ...after });
const below = { comparison_operator: 'LessThanThreshold' };

test.each<[string, object, object?]>([
  ['a higher threshold', { threshold: 500 }],
  ['a lower threshold of an alarm below it', { threshold: 1 }, below],
  ['more points in time', { datapoints_to_alarm: 3, evaluation_periods: 5 }, { datapoints_to_alarm: 1 }],
  ['a longer period', { period: 3600 }],
  ['the lowest value in place of the mean', { statistic: 'Minimum' }],
  [
    'half of the requests in place of nearly all',
    { extended_statistic: 'p50' },
    { statistic: null, extended_statistic: 'p99' },
  ],
  ['another thing', { dimensions: { Id: 'b' } }],
  ['all things together', { dimensions: {} }],
  ['no data ignored', { treat_missing_data: 'ignore' }, { treat_missing_data: 'breaching' }],
  [
    'another computation',
    { metric_query: [{ id: 'e', expression: 'm/100' }] },
    { metric_query: [{ id: 'e', expression: 'm' }] },
  ],
])('an alarm weakened: %s', (_, after, before = {}) => {
  expect(changed(after, before)).toHaveLength(1);
});

test.each<[string, object, object?]>([
  ['a lower threshold', { threshold: 1 }],
  ['a higher threshold of an alarm below it', { threshold: 50 }, below],
  ['fewer points in time', { evaluation_periods: 1 }],
  ['the highest value in place of the mean', { statistic: 'Maximum' }],
  ['no data as bad', { treat_missing_data: 'breaching' }],
  ['a receiver more', { alarm_actions: ['a', 'b'] }, { alarm_actions: ['a'] }],
  ['other words', { alarm_description: 'x' }],
])('an alarm not weakened: %s', (_, after, before = {}) => expect(changed(after, before)).toEqual([]));

test.each([
  ['a bigger class', { instance_class: 'db.t4g.large' }, 0],
  ['another window', { maintenance_window: 'mon:03:00-mon:04:00' }, 1],
])('a threshold that goes with a server that gets %s', (_, after, count) => {
  const follows = entry('aws_cloudwatch_metric_alarm.it', alarm, { ...alarm, threshold: 20 });
  const server = { identifier: 'a', instance_class: 'db.t4g.small' };
  const changes = found(follows, entry('aws_db_instance.it', server, { ...server, ...after }));
  expect(changes.filter((text) => text.includes('goes off later'))).toHaveLength(count);
});

test('an alarm follows what it watches when that is made anew', () => {
  const follows = entry('aws_cloudwatch_metric_alarm.it', alarm, { ...alarm, dimensions: { Id: 'b' } });
  expect(found(follows, entry('aws_iam_role.old', { name: 'a' }, null))).toEqual([]);
});

test('an alarm that moves to another address is compared with the one that goes', () => {
  const moved = (after: object) =>
    found(
      entry('aws_cloudwatch_metric_alarm.old', alarm, null),
      entry('aws_cloudwatch_metric_alarm.new', null, { ...alarm, ...after }),
    );
  expect(moved({})).toEqual([]);
  expect(moved({ threshold: 9 })).toEqual(['alarms-off: goes off later: above 5 → 9 of Latency']);
});

test('the alarm that sums up others', () => {
  const rule = (...names: string[]) => ({
    alarm_name: 'any',
    alarm_rule: names.map((name) => `ALARM("${name}")`).join(' OR '),
  });
  const any = (before: object, after: object, ...others: Parameters<typeof entry>[]) =>
    found(entry('aws_cloudwatch_composite_alarm.it', before, after), ...others.map((one) => entry(...one)));
  expect(any(rule('a', 'b'), rule('a'))).toEqual(['alarms-off: no longer goes off for b']);
  expect(any(rule('a'), rule('a', 'b'))).toEqual([]);
  // A service that goes takes its alarm with it.
  const gone: Parameters<typeof entry> = [
    'aws_cloudwatch_metric_alarm.b',
    { ...alarm, alarm_name: 'b' },
    null,
  ];
  expect(any(rule('a', 'b'), rule('a'), gone)).toEqual([]);
  const both = { alarm_name: 'any', alarm_rule: 'ALARM("a") AND ALARM("b")' };
  expect(any(rule('a', 'b'), both)[0]).toContain('goes off on other conditions');
  expect(any(rule('a'), { ...rule('a'), actions_suppressor: [{ alarm: 'quiet' }] })).toEqual([
    'alarms-off: is kept quiet by another alarm: quiet',
  ]);
});

test('what takes a deploy back', () => {
  const monitors = (...arns: string[]) => ({ monitor: arns.map((alarm_arn) => ({ alarm_arn })) });
  expect(judged('aws_appconfig_environment', monitors('arn:x:alarm:a'), monitors())).toEqual([
    'alarms-off: is no longer taken back by arn:x:alarm:a',
  ]);
  expect(judged('aws_appconfig_environment', monitors('a'), monitors('a', 'b'))).toEqual([]);
  const group = (enabled: boolean) => ({ alarm_configuration: [{ enabled, alarms: ['a'] }] });
  expect(judged('aws_codedeploy_deployment_group', group(true), group(false))).toHaveLength(1);
});

test('receivers and their filters', () => {
  const subscription = { topic_arn: 't', protocol: 'email', endpoint: 'people@example.com' };
  const to = (after: object | null) => judged('aws_sns_topic_subscription', subscription, after);
  expect(to(null)).toHaveLength(1);
  expect(to({ ...subscription, filter_policy: '{"severity":["critical"]}' })).toHaveLength(1);
  expect(to({ ...subscription, endpoint: 'other@example.com' })).toHaveLength(1);
  expect(to({ ...subscription, raw_message_delivery: true })).toEqual([]);
  const filtered = (...severity: string[]) => ({
    ...subscription,
    filter_policy: JSON.stringify({ severity }),
  });
  expect(judged('aws_sns_topic_subscription', filtered('a'), filtered('a', 'b'))).toEqual([]);
  expect(judged('aws_sns_topic_subscription', filtered('a', 'b'), filtered('a'))).toHaveLength(1);
});

const budget = (limit_amount: string, ...notification: object[]) => ({
  name: 'all',
  limit_amount,
  limit_unit: 'USD',
  notification,
});
const at = (threshold: number, ...subscriber_email_addresses: string[]) => ({
  comparison_operator: 'GREATER_THAN',
  notification_type: 'ACTUAL',
  threshold,
  threshold_type: 'PERCENTAGE',
  subscriber_email_addresses,
});

test.each<[string, object, object, string[]]>([
  [
    '100 times as much',
    budget('100.0'),
    budget('10000.0'),
    ['tells of more than twice as much alone: 100.0 → 10000.0 USD'],
  ],
  ['a half more', budget('100.0'), budget('150.0'), []],
  ['less', budget('100.0'), budget('80.0'), []],
  [
    'a later notification',
    budget('1', at(80, 'a')),
    budget('1', at(100, 'a')),
    ['tells nobody any more at 80 % of its limit'],
  ],
  [
    'a receiver less',
    budget('1', at(80, 'a', 'b')),
    budget('1', at(80, 'b')),
    ['tells fewer at 80 % of its limit'],
  ],
  ['a notification more', budget('1', at(80, 'a')), budget('1', at(100, 'a'), at(80, 'a')), []],
])('a budget of costs: %s', (_, before, after, reasons) => {
  expect(judged('aws_budgets_budget', before, after)).toEqual(reasons.map((one) => `alarms-off: ${one}`));
});

const events = (pattern: object) => ({
  name: 'intruders',
  state: 'ENABLED',
  event_pattern: JSON.stringify(pattern),
});
const all = { source: ['aws.guardduty'], detail: { severity: [7, 8] } };

test.each<[string, object, number]>([
  ['a value less', { source: ['aws.guardduty'], detail: { severity: [8] } }, 1],
  ['a condition more', { ...all, region: ['eu-central-1'] }, 1],
  ['other events', { source: ['aws.health'] }, 1],
  ['a value more', { source: ['aws.guardduty'], detail: { severity: [8, 7, 6] } }, 0],
  ['a condition less', { source: ['aws.guardduty'] }, 0],
  ['another order', { detail: { severity: [8, 7] }, source: ['aws.guardduty'] }, 0],
])('a rule of events: %s', (_, pattern, count) => {
  expect(judged('aws_cloudwatch_event_rule', events(all), events(pattern))).toHaveLength(count);
});

test('an alarm over others that is deleted', () => {
  const gate = { alarm_name: 'gate', alarm_rule: 'ALARM("slow")' };
  const gone = entry('aws_cloudwatch_composite_alarm.gate', gate, null);
  expect(found(gone)).toEqual(['alarms-off: is deleted: nobody sums up its alarms any more']);
  // Those that it is over go as well, or another one comes in its place.
  expect(found(gone, entry('aws_cloudwatch_metric_alarm.slow', alarm, null))).toEqual([]);
  expect(found(gone, entry('aws_cloudwatch_composite_alarm.all', null, gate))).toEqual([]);
});

test.each<[string, string, number]>([
  ['rate(5 minutes)', 'rate(30 days)', 1],
  ['cron(0 3 * * ? *)', 'cron(0 3 1 1 ? *)', 1],
  ['cron(0 3 * * ? *)', 'cron(0 5 * * ? *)', 0],
  ['rate(1 day)', 'rate(1 hour)', 0],
  ['rate(1 hour)', 'rate(2 hours)', 0],
])('a schedule from %s to %s', (was, will, count) => {
  const rule = (schedule_expression: string) => ({ name: 'r', state: 'ENABLED', schedule_expression });
  expect(judged('aws_cloudwatch_event_rule', rule(was), rule(will))).toHaveLength(count);
});

describe('what tells people of databases, or calls them', () => {
  const events = (more: object) => ({ name: 'e', enabled: true, event_categories: [], ...more });
  test.each<[string, object, object, number]>([
    ['switched off', {}, { enabled: false }, 1],
    ['of some in place of all', {}, { event_categories: ['failure'] }, 1],
    ['of fewer', { event_categories: ['failure', 'low storage'] }, { event_categories: ['failure'] }, 1],
    ['of more', { event_categories: ['failure'] }, { event_categories: ['failure', 'low storage'] }, 0],
    ['of all', { event_categories: ['failure'] }, {}, 0],
  ])('%s', (_, before, after, count) =>
    expect(judged('aws_db_event_subscription', events(before), events(after))).toHaveLength(count),
  );

  test('a plan with nobody in it', () => {
    expect(judged('aws_ssmcontacts_plan', { stage: [{ duration_in_minutes: 5 }] }, { stage: [] })).toEqual([
      'alarms-off: calls nobody any more',
    ]);
  });
});

describe('a topic that is deleted', () => {
  const arn = 'arn:aws:sns:eu-central-1:111111111111:alarms';
  const topic = entry('aws_sns_topic.alarms', { name: 'alarms', arn }, null);
  const named = { ...alarm, alarm_actions: [arn] };
  test('takes what is told to it from everybody', () => {
    expect(found(topic)).toEqual(['schedule-suspended: is deleted: what is told to it reaches nobody']);
  });
  test.each([
    ['goes with its alarms', entry('aws_cloudwatch_metric_alarm.slow', named, null)],
    [
      'goes with whoever hears of it',
      entry('aws_sns_topic_subscription.mail', { topic_arn: arn, protocol: 'email' }, null),
    ],
    ['is made under another address', entry('aws_sns_topic.other', null, { name: 'alarms' })],
  ])('is no loss when it %s', (_, other) => expect(found(topic, other)).toEqual([]));
});

test('a receiver or a rule under another address is compared with the one that goes', () => {
  const mail = { topic_arn: 't', protocol: 'sqs', endpoint: 'q' };
  const moves = (type: string, before: object, after: object) =>
    found(entry(`${type}.old`, before, null), entry(`${type}.new`, null, after));
  const filtered = { ...mail, filter_policy: '{"a":["b"]}' };
  expect(moves('aws_sns_topic_subscription', mail, filtered)).toHaveLength(1);
  expect(moves('aws_sns_topic_subscription', filtered, filtered)).toEqual([]);
  expect(moves('aws_cloudwatch_event_rule', events(all), events({ source: ['aws.health'] }))).toHaveLength(1);
  expect(moves('aws_cloudwatch_event_rule', events(all), events(all))).toEqual([]);
});
