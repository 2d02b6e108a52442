import type { Change } from '../change';
import type { Rule } from '../finding';
import type { Plan } from '../plan';
import { at, list, type Value } from '../value';

export const firewallWeakened: Rule = {
  id: 'firewall-weakened',
  kind: 'exposure',
  finds: 'the web firewall goes, loses a rule, or only counts what it refused',
  judge: (change, plan) => unguarded(change, plan) ?? rulesLost(change),
};

function unguarded(change: Change, plan: Plan): string | undefined {
  const isLost =
    change.type === 'aws_wafv2_web_acl_association' &&
    change.action === 'delete' &&
    !plan.deletes(change.was('resource_arn'), 'aws_lb');
  return isLost ? 'is deleted: no firewall is before the load balancer' : undefined;
}

function rulesLost(change: Change): string | undefined {
  if (change.type !== 'aws_wafv2_web_acl' || !change.stays) return undefined;
  const after = list(change.will('rule'));
  const lost = list(change.was('rule'))
    .filter((rule) => {
      const kept = after.find((other) => at(other, 'name') === at(rule, 'name'));
      return kept === undefined || (refuses(rule) && !refuses(kept));
    })
    .map((rule) => `${at(rule, 'name')}`);
  return lost.length > 0 ? `no longer refuses by ${lost.join(', ')}` : undefined;
}

/** Whether a rule acts on what it finds, and does not only count it. A group of rules does unless that is overridden. */
function refuses(rule: Value): boolean {
  const has = (path: string) => list(at(rule, path)).length > 0;
  return (
    ['block', 'captcha', 'challenge'].some((name) => has(`action.0.${name}`)) || has('override_action.0.none')
  );
}
