import type { Change } from '../change';
import type { Plan } from '../plan';
import { fewer, more } from '../setting/order';
import { fromTo } from '../setting/shown';
import { at, isObject, list, type Value } from '../value';
import { action } from './rules';

const ACLS = ['aws_wafv2_web_acl', 'aws_wafv2_rule_group'];

/** Why a set of addresses, by what rules do with them, lets more through: one refused less, or one let through more. */
export function addressesChanged(change: Change, plan: Plan): string | undefined {
  if (change.type !== 'aws_wafv2_ip_set' || !change.stays) return undefined;
  const [was, will] = [change.was('addresses'), change.will('addresses')];
  const uses = usesOf(change.was('arn'), plan);
  const name = `${change.was('name')} ${change.address}`.toLowerCase();
  const refuses = uses.length > 0 ? uses.every((use) => use === 'block') : /block|deny|bad|ban/.test(name);
  const allows =
    uses.length > 0 ? uses.every((use) => use === 'allow') : /allow|trust|office|safe/.test(name);
  const isWeaker = refuses
    ? fewer(was, will)
    : allows
      ? more(was, will)
      : fewer(was, will) || more(was, will);
  if (!isWeaker) return undefined;
  const words = refuses
    ? 'refuses fewer addresses'
    : allows
      ? 'lets more addresses through'
      : 'has other addresses';
  return `${words}: ${fromTo(was, will)}`;
}

/** What the rules that name the set do; `not` for one that acts on all others. */
function usesOf(arn: Value, plan: Plan): string[] {
  if (typeof arn !== 'string') return [];
  return ACLS.flatMap((type) => plan.remaining(type))
    .flatMap((acl) => list(at(acl, 'rule')))
    .filter(isObject)
    .filter((rule) => JSON.stringify(rule.statement).includes(arn))
    .map((rule) =>
      JSON.stringify(rule.statement).includes('not_statement":[{') ? 'not' : `${action(rule)}`,
    );
}
