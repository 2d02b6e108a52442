import type { MetricAlarmProps } from '../../../constructs/alarms/metric-alarm';
import { WebAcl } from '../../../constructs/entrance/web-acl';
import { type Json, naming, only, type Synthesized, synth } from '../../helpers';
import { neighbours } from '../neighbours';

interface Made {
  readonly synthesized: Synthesized;
  readonly alarms: Record<string, MetricAlarmProps>;
}

function webAcl(requestsPerFiveMinutes = 2000): Made {
  let alarms: Made['alarms'] = {};
  const synthesized = synth((stack) => {
    const given = neighbours(stack);
    alarms = given.alarms;
    new WebAcl(stack, 'web-acl', {
      naming,
      logs: given.logs,
      alerts: given.alerts,
      loadBalancerArn: 'arn:balancer',
      requestsPerFiveMinutes,
    });
  });
  return { synthesized, alarms };
}

const rules = (requestsPerFiveMinutes?: number): Json[] =>
  only(webAcl(requestsPerFiveMinutes).synthesized, 'aws_wafv2_web_acl').rule;

test('known attacks are blocked, by rules that AWS keeps current', () => {
  const managed = rules().filter(({ statement }) => statement.managed_rule_group_statement);
  expect(managed.map(({ name, override_action }) => [name, override_action])).toEqual([
    ['AWSManagedRulesAmazonIpReputationList', { none: {} }],
    ['AWSManagedRulesKnownBadInputsRuleSet', { none: {} }],
    ['AWSManagedRulesCommonRuleSet', { none: {} }],
  ]);
});

test('a body above 8 KiB is let through, and no other rule is weakened', () => {
  const overrides = rules().flatMap(
    ({ statement }) => statement.managed_rule_group_statement?.rule_action_override ?? [],
  );
  expect(overrides).toEqual([{ name: 'SizeRestrictions_BODY', action_to_use: { count: {} } }]);
});

test('an address that sends more than allowed is told so', () => {
  expect(rules(500).find(({ name }) => name === 'rate-limit')).toMatchObject({
    action: { block: { custom_response: { response_code: 429 } } },
    statement: {
      rate_based_statement: { limit: 500, evaluation_window_sec: 300, aggregate_key_type: 'IP' },
    },
  });
});

test('rules are tried in an order of their own, as AWS refuses two of the same priority', () => {
  const priorities = rules().map(({ priority }) => priority);
  expect(new Set(priorities).size).toBe(priorities.length);
});

test('every request is logged, without what signs a user in', () => {
  const { synthesized } = webAcl();
  expect(only(synthesized, 'aws_wafv2_web_acl_logging_configuration')).toMatchObject({
    log_destination_configs: ['${aws_cloudwatch_log_group.web-acl_log-group.arn}'],
    redacted_fields: [{ single_header: { name: 'authorization' } }, { single_header: { name: 'cookie' } }],
    depends_on: ['aws_cloudwatch_log_resource_policy.web-acl_log-rights'],
  });
  // The beginning of the name is AWS's condition.
  expect(only(synthesized, 'aws_cloudwatch_log_group').name).toBe('aws-waf-logs-test-entrance');
});

test('only log deliveries of this account may write to its log group', () => {
  const rights = only(webAcl().synthesized, 'aws_cloudwatch_log_resource_policy');
  expect(JSON.parse(rights.policy_document).Statement).toEqual([
    {
      Sid: 'LogsOfTheWebAcl',
      Effect: 'Allow',
      Principal: { Service: 'delivery.logs.amazonaws.com' },
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: 'arn:aws:logs:eu-central-1:123456789012:log-group:aws-waf-logs-test-entrance:*',
      Condition: {
        StringEquals: { 'aws:SourceAccount': '123456789012' },
        ArnLike: { 'aws:SourceArn': 'arn:aws:logs:eu-central-1:123456789012:*' },
      },
    },
  ]);
});

test('it stands in front of the load balancer', () => {
  expect(only(webAcl().synthesized, 'aws_wafv2_web_acl_association')).toEqual({
    resource_arn: 'arn:balancer',
    web_acl_arn: '${aws_wafv2_web_acl.web-acl.arn}',
  });
});

test('someone hears when more is blocked than one address could send', () => {
  expect(webAcl(500).alarms.blocked).toMatchObject({
    severity: 'warning',
    dimensions: { WebACL: 'test-entrance', Region: 'eu-central-1', Rule: 'ALL' },
    threshold: { above: 500 },
  });
});
