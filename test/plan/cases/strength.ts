import { type Case, cases, changed, one, type Resources } from './case';
import { alarm, logGroup } from './things';

// What still warns or refuses, and does so less.

const visibility = { cloudwatch_metrics_enabled: true, metric_name: 'test', sampled_requests_enabled: true };
const rule = (name: string, priority: number, action: string, statement: object) => ({
  name,
  priority,
  action: { [action]: {} },
  statement,
  visibility_config: visibility,
});
const rate = (limit: number, more: object = {}) => ({
  rate_based_statement: { limit, aggregate_key_type: 'IP', ...more },
});
const from = (...countries: readonly string[]) => ({ geo_match_statement: { country_codes: countries } });
const managed = (...counted: readonly string[]) => ({
  name: 'common',
  priority: 5,
  override_action: { none: {} },
  statement: {
    managed_rule_group_statement: {
      vendor_name: 'AWS',
      name: 'AWSManagedRulesCommonRuleSet',
      rule_action_override: counted.map((name) => ({ name, action_to_use: { count: {} } })),
    },
  },
  visibility_config: visibility,
});
const firewall = (action: string, ...rules: readonly object[]) => ({
  name: 'acl-$',
  scope: 'REGIONAL',
  default_action: { [action]: {} },
  rule: rules,
  visibility_config: visibility,
});
const limit = (limit: number) => rule('limit', 2, 'block', rate(limit));
const acl = (name: string, before: readonly object[], after: readonly object[]) =>
  changed(name, 'aws_wafv2_web_acl', firewall('allow', ...before), firewall('allow', ...after));
const refused = (...addresses: readonly string[]) => ({
  name: 'blocked-$',
  scope: 'REGIONAL',
  ip_address_version: 'IPV4',
  addresses,
});

const counted = (pattern: string): Resources => ({
  aws_cloudwatch_log_group: { logs: { ...logGroup, tags: { preview: 'pr-42' } } },
  ...one('aws_cloudwatch_log_metric_filter', {
    name: 'errors-$',
    log_group_name: '${aws_cloudwatch_log_group.logs.name}',
    pattern,
    metric_transformation: { name: 'errors', namespace: 'Test', value: '1' },
  }),
});
const few = { ...alarm, comparison_operator: 'LessThanThreshold', metric_name: 'Orders', threshold: 10 };
const summed = (names: readonly string[], inRule = names): Resources => ({
  aws_cloudwatch_metric_alarm: Object.fromEntries(
    names.map((name) => [name, { ...alarm, alarm_name: `${name}-$` }]),
  ),
  aws_cloudwatch_composite_alarm: {
    sum: {
      alarm_name: 'sum-$',
      alarm_rule: inRule
        .map((name) => `ALARM(\${aws_cloudwatch_metric_alarm.${name}.alarm_name})`)
        .join(' OR '),
      alarm_actions: alarm.alarm_actions,
    },
  },
});
const received = (filter?: object): Resources => ({
  aws_sns_topic: { topic: { name: 'topic-$' } },
  ...one('aws_sns_topic_subscription', {
    topic_arn: '${aws_sns_topic.topic.arn}',
    protocol: 'sqs',
    endpoint: 'arn:aws:sqs:eu-central-1:999999999999:alerts',
    ...(filter && { filter_policy: JSON.stringify(filter) }),
  }),
});

export const strength: readonly Case[] = [
  ...cases(
    'alarms-off',
    [
      changed('an alarm about too little, that takes less for enough', 'aws_cloudwatch_metric_alarm', few, {
        threshold: 1,
      }),
      changed('an alarm that needs an hour', 'aws_cloudwatch_metric_alarm', alarm, {
        evaluation_periods: 60,
      }),
      changed(
        'an alarm that no data silence',
        'aws_cloudwatch_metric_alarm',
        { ...alarm, treat_missing_data: 'breaching' },
        { treat_missing_data: 'notBreaching' },
      ),
      changed('an alarm about something else', 'aws_cloudwatch_metric_alarm', alarm, {
        metric_name: 'Warnings',
      }),
      changed('an alarm for the contrary', 'aws_cloudwatch_metric_alarm', alarm, {
        comparison_operator: 'LessThanThreshold',
      }),
      changed('an alarm that tells another topic', 'aws_cloudwatch_metric_alarm', alarm, {
        alarm_actions: ['arn:aws:sns:eu-central-1:999999999999:nobody'],
      }),
      {
        name: 'a sum of alarms without one that stays',
        before: summed(['errors', 'delays']),
        after: summed(['errors', 'delays'], ['errors']),
      },
      { name: 'a receiver that hears of some', before: received(), after: received({ level: ['high'] }) },
      { name: 'errors that are no longer counted', before: counted('ERROR'), after: counted('FATAL') },
    ],
    [
      changed(
        'an alarm that goes off sooner',
        'aws_cloudwatch_metric_alarm',
        { ...alarm, evaluation_periods: 3 },
        { evaluation_periods: 1 },
      ),
      changed('an alarm about too little, that asks for more', 'aws_cloudwatch_metric_alarm', few, {
        threshold: 20,
      }),
      changed('an alarm in other words', 'aws_cloudwatch_metric_alarm', alarm, {
        alarm_description: 'Errors',
      }),
      // It can't wait for what is no longer there.
      {
        name: 'a sum of alarms without one that goes',
        before: summed(['errors', 'delays']),
        after: summed(['errors']),
      },
      {
        name: 'a receiver that hears of more',
        before: received({ level: ['high'] }),
        after: received({ level: ['high', 'low'] }),
      },
      { name: 'a count of errors that goes with its logs', before: counted('ERROR'), after: {} },
    ],
  ),
  ...cases(
    'firewall-weakened',
    [
      acl('a limit a thousand times as high', [limit(2000)], [limit(2_000_000)]),
      acl(
        'a limit for a part of the requests',
        [limit(2000)],
        [rule('limit', 2, 'block', rate(2000, { scope_down_statement: from('DE') }))],
      ),
      acl('a rule of a group that only counts', [managed()], [managed('NoUserAgent_HEADER')]),
      acl(
        'an allowance before a refusal',
        [limit(2000), rule('friends', 3, 'allow', from('DE'))],
        [limit(2000), rule('friends', 1, 'allow', from('DE'))],
      ),
      changed(
        'all that no rule is about',
        'aws_wafv2_web_acl',
        firewall('block', rule('friends', 1, 'allow', from('DE'))),
        firewall('allow', rule('friends', 1, 'allow', from('DE'))),
      ),
      changed(
        'addresses that are no longer refused',
        'aws_wafv2_ip_set',
        refused('198.51.100.0/24', '203.0.113.0/24'),
        refused('203.0.113.0/24'),
      ),
    ],
    [
      acl('a lower limit', [limit(2000)], [limit(1000)]),
      // It refuses the same, under another name.
      acl('a rule of another name', [limit(2000)], [rule('rate', 2, 'block', rate(2000))]),
      acl('a rule of a group that refuses again', [managed('NoUserAgent_HEADER')], [managed()]),
      changed(
        'more addresses that are refused',
        'aws_wafv2_ip_set',
        refused('203.0.113.0/24'),
        refused('198.51.100.0/24', '203.0.113.0/24'),
      ),
    ],
  ),
];
