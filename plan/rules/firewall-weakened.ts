import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import { addressesChanged } from '../firewall/ip-set';
import { action, refusesLess } from '../firewall/rules';
import { FIREWALL_OBJECTS } from '../kubernetes/settings/exposure';
import { weakerObjects } from '../kubernetes/settings/object-setting';
import { BALANCERS } from '../network/load-balancers';
import type { Plan } from '../plan';
import { type Guard, guardGone } from '../setting/guard';
import { another, becomes, fewer, isSet, lost, switchedOff, taken } from '../setting/order';
import { earlier } from '../setting/predecessor';
import { type Setting, weakened } from '../setting/setting';
import { fromTo } from '../setting/shown';
import { at, canonical, Mark, type Value } from '../value';

const WEB_ACLS = ['aws_wafv2_web_acl', 'aws_wafv2_rule_group'];
const POLICY = 'aws_networkfirewall_firewall_policy';

const SETTINGS: readonly Setting[] = [
  {
    types: WEB_ACLS,
    path: 'rule_json',
    isWeaker: another,
    says: 'has other rules',
  },
  {
    types: ['aws_networkfirewall_firewall'],
    path: 'firewall_policy_arn',
    isWeaker: (was, will) => another(was, will) && !(will instanceof Mark),
    says: (was, will) => `follows another policy: ${fromTo(was, will)}`,
  },
  ...['stateless_default_actions', 'stateless_fragment_default_actions'].map((name) => ({
    types: [POLICY],
    path: `firewall_policy.0.${name}`,
    isWeaker: (was: Value, will: Value) => canonical(was) !== canonical(will) && /pass/.test(canonical(will)),
    says: (was: Value, will: Value) => `lets through what no rule is about: ${fromTo(was, will)}`,
  })),
  {
    types: [POLICY],
    path: 'firewall_policy.0.stateful_default_actions',
    isWeaker: fewer,
    says: (was, will) => `lets through what no rule is about: ${fromTo(was, will)}`,
  },
  ...['stateful_rule_group_reference', 'stateless_rule_group_reference'].map((name) => ({
    types: [POLICY],
    path: `firewall_policy.0.${name}`,
    isWeaker: (was: Value, will: Value) => fewer(groups(was), groups(will)),
    says: 'asks fewer groups of rules',
  })),
  {
    types: ['aws_networkfirewall_rule_group'],
    path: 'rules',
    isWeaker: another,
    says: 'has other rules',
  },
  {
    types: ['aws_networkfirewall_rule_group'],
    path: 'rule_group.0.rules_source',
    isWeaker: (was, will) => isSet(was) && canonical(was) !== canonical(will),
    says: 'has other rules',
  },
  {
    types: ['aws_route53_resolver_firewall_rule'],
    path: 'action',
    isWeaker: lost('BLOCK'),
    says: (was, will) => `no longer refuses to name addresses: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_route53_resolver_firewall_config'],
    path: 'firewall_fail_open',
    isWeaker: becomes('ENABLED'),
    says: 'lets everything through when it fails',
  },
  {
    types: ['aws_cloudfront_distribution'],
    path: 'web_acl_id',
    isWeaker: taken,
    says: 'has no firewall before it any more',
  },
  {
    types: BALANCERS,
    path: 'enable_waf_fail_open',
    isWeaker: (was, will) => was !== true && (will === true || will instanceof Mark),
    says: 'lets everything through when its firewall fails',
  },
  {
    types: BALANCERS,
    path: 'drop_invalid_header_fields',
    isWeaker: switchedOff,
    says: 'lets malformed headers through',
  },
  {
    types: BALANCERS,
    path: 'desync_mitigation_mode',
    absent: 'defensive',
    isWeaker: becomes('monitor'),
    says: 'lets requests through that mean something else to the server',
  },
  {
    types: ['aws_shield_application_layer_automatic_response'],
    path: 'action',
    isWeaker: lost('BLOCK'),
    says: (was, will) => `only counts an attack: ${fromTo(was, will)}`,
  },
];

const groups = (references: Value) =>
  Array.isArray(references) ? references.map((one) => at(one, 'resource_arn') ?? null) : references;

const GUARDS: Readonly<Record<string, Guard>> = {
  aws_wafv2_web_acl_association: {
    of: { resource_arn: ['aws_lb', 'aws_alb', 'aws_api_gateway_stage', 'aws_cognito_user_pool'] },
    lost: 'no firewall is before the load balancer',
  },
};

export const firewallWeakened: Rule = {
  id: 'firewall-weakened',
  kind: 'exposure',
  finds: 'a firewall goes, loses a rule, only counts what it refused, or lets more requests through',
  judge: (change, plan) =>
    allOf(
      guardGone(change, plan, GUARDS),
      weakened(change, SETTINGS, plan),
      webAcl(change, plan),
      addressesChanged(change, plan),
      moved(change),
      weakerObjects(change, plan, FIREWALL_OBJECTS),
    ),
};

function webAcl(change: Change, plan: Plan): string[] {
  if (!WEB_ACLS.includes(change.type) || change.goes) return [];
  const before = earlier(change, plan);
  if (before === undefined) return [];
  const opens = action({ action: at(before, 'default_action') }) === 'block';
  const reasons = refusesLess(at(before, 'rule'), at(change.after, 'rule'));
  return opens && action({ action: at(change.after, 'default_action') }) !== 'block'
    ? ['lets through what no rule is about: block → allow', ...reasons]
    : reasons;
}

/** What stands before the same thing from now on. */
function moved(change: Change): string | undefined {
  const path = 'web_acl_arn';
  if (change.type !== 'aws_wafv2_web_acl_association' || !change.stays) return undefined;
  const [was, will] = [change.was(path), change.will(path)];
  return another(was, will) && !(will instanceof Mark)
    ? `puts another firewall before it: ${fromTo(was, will)}`
    : undefined;
}
