import { entry, stays } from '../../made';
import { found, judged } from './judged';

const rule = (name: string, priority: number, action: object, statement: object = {}) => ({
  name,
  priority,
  statement: [statement],
  ...action,
});
const block = { action: [{ block: [{}], allow: [], count: [] }] };
const allow = { action: [{ allow: [{}] }] };
const count = { action: [{ count: [{}] }] };
const group = (more: object = {}) => ({
  managed_rule_group_statement: [{ vendor_name: 'AWS', name: 'Common', ...more }],
});
const none = { override_action: [{ none: [{}] }] };
const rate = (limit: number, more: object = {}) => ({
  rate_based_statement: [{ limit, aggregate_key_type: 'IP', ...more }],
});
const acl = (...rules: object[]) => ({ name: 'acl', default_action: [{ allow: [{}] }], rule: rules });
const limit = (limit: number, more?: object) => rule('limit', 1, block, rate(limit, more));

test.each<[string, object[], object[]]>([
  [
    'a group that only counts',
    [rule('g', 1, none, group())],
    [rule('g', 1, { override_action: [{ count: [{}] }] }, group())],
  ],
  [
    'a rule of a group left out',
    [rule('g', 1, none, group())],
    [rule('g', 1, none, group({ excluded_rule: [{ name: 'x' }] }))],
  ],
  [
    'a rule of a group that allows',
    [rule('g', 1, none, group())],
    [rule('g', 1, none, group({ rule_action_override: [{ name: 'x', action_to_use: [{ allow: [{}] }] }] }))],
  ],
  [
    'a group that looks at fewer requests',
    [rule('g', 1, none, group())],
    [rule('g', 1, none, group({ scope_down_statement: [{ a: 1 }] }))],
  ],
  ['a limit of 2,000,000', [limit(2000)], [limit(2_000_000)]],
  [
    'a limit by a header that anybody sends',
    [limit(2000)],
    [limit(2000, { aggregate_key_type: 'FORWARDED_IP' })],
  ],
  ['a refusal of something else', [rule('x', 1, block, { a: 1 })], [rule('x', 1, block, { b: 1 })]],
  ['a new allowance before a refusal', [limit(2000)], [limit(2000), rule('in', 0, allow, { a: 1 })]],
  ['an allowance of more', [rule('in', 0, allow, { a: 1 })], [rule('in', 0, allow, { a: 2 })]],
])('weakened: %s', (_, before, after) => {
  for (const type of ['aws_wafv2_web_acl', 'aws_wafv2_rule_group']) {
    expect(judged(type, acl(...before), acl(...after))).toHaveLength(1);
  }
});

test.each<[string, object[], object[]]>([
  [
    'the order of refusals',
    [limit(2000), rule('x', 2, block, { a: 1 })],
    [rule('x', 1, block, { a: 1 }), { ...limit(2000), priority: 2 }],
  ],
  ['an allowance after all refusals', [limit(2000)], [limit(2000), rule('in', 9, allow, { a: 1 })]],
  [
    'a new refusal behind an allowance',
    [rule('in', 0, allow, { a: 1 })],
    [rule('in', 0, allow, { a: 1 }), limit(2000)],
  ],
  ['a count that goes', [rule('c', 3, count, { a: 1 })], []],
  ['an allowance that goes', [rule('in', 0, allow, { a: 1 })], []],
  ['a count that refuses', [rule('c', 3, count, { a: 1 })], [rule('c', 3, block, { a: 1 })]],
])('not weakened: %s', (_, before, after) => {
  expect(judged('aws_wafv2_web_acl', acl(...before), acl(...after))).toEqual([]);
});

test('a set of addresses is what its rules do with it', () => {
  const set = (...addresses: string[]) => ({ name: 'set', arn: 'arn:set', addresses });
  const of = (action: object) => {
    const uses = acl(rule('set', 1, action, { ip_set_reference_statement: [{ arn: 'arn:set' }] }));
    return stays('aws_wafv2_web_acl.acl', uses);
  };
  const more = entry('aws_wafv2_ip_set.set', set('10.0.0.0/8'), set('10.0.0.0/8', '11.0.0.0/8'));
  const less = entry('aws_wafv2_ip_set.set', set('10.0.0.0/8', '11.0.0.0/8'), set('10.0.0.0/8'));
  expect(found(more, of(block))).toEqual([]);
  expect(found(less, of(block))).toHaveLength(1);
  expect(found(more, of(allow))).toHaveLength(1);
  expect(found(less, of(allow))).toEqual([]);
});

test('what stands before something, and goes', () => {
  const resource_arn = 'arn:lb';
  expect(judged('aws_shield_protection', { resource_arn }, null)).toHaveLength(1);
  expect(
    judged('aws_shield_protection', { resource_arn }, null, entry('aws_lb.lb', { arn: resource_arn }, null)),
  ).not.toContainEqual(expect.stringContaining('firewall'));
  expect(
    judged(
      'aws_wafv2_web_acl_association',
      { resource_arn, web_acl_arn: 'a' },
      { resource_arn, web_acl_arn: 'b' },
    ),
  ).toHaveLength(1);
  const policy = (...actions: string[]) => ({ firewall_policy: [{ stateless_default_actions: actions }] });
  expect(judged('aws_networkfirewall_firewall_policy', policy('aws:drop'), policy('aws:pass'))).toHaveLength(
    1,
  );
  expect(judged('aws_networkfirewall_firewall_policy', policy('aws:pass'), policy('aws:drop'))).toEqual([]);
});
