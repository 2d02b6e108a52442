import type { Change } from '../change';
import type { Rule } from '../finding';
import type { Plan } from '../plan';
import { broad, isEverywhere } from '../policy/broad';
import { detached } from '../policy/detached';
import { isFilter, opened } from '../policy/filters';
import { loosened } from '../policy/loosened';
import { lostDenial } from '../policy/lost-denial';
import { isOrphan } from '../policy/owner';
import { policiesOf, type Standing } from '../policy/stands';
import type { PolicyStatement } from '../policy/statement';
import { type JudgedPolicy, stranger } from '../policy/stranger';
import type { AllowedAccess } from '../policy/widened';
import { changeOf } from '../policy/widened';

export const policyWidened: Rule = {
  id: 'policy-widened',
  kind: 'exposure',
  finds:
    'a policy allows everything, everywhere or everybody, or another account, on fewer conditions, or denies less than before',
  judge: (change, plan) => {
    if (!change.type.startsWith('aws_') || isOrphan(change, plan)) return undefined;
    const found = policiesOf(change, plan).flatMap((standing) => widened(standing, change, plan));
    return [...found, ...detached(change, plan)].sort();
  },
};

function widened({ before, after, unread }: Standing, change: Change, plan: Plan): string[] {
  if (unread) return [`its policy is ${unread}, so that nobody can judge it`];
  const difference = changeOf(before, after);
  if (typeof difference === 'string') return [`its policy can't be compared: ${difference}`];
  // What moves to another address allows more at the new one, and denies less at the old one.
  const grants = change.action === 'delete' ? [] : difference.grants;
  const denials = change.action === 'create' ? [] : difference.denials;
  if (change.action === 'delete' && isFilter(change.type) && before.length > 0 && after.length === 0)
    return gone(change.type, denials);
  const judge = isFilter(change.type) ? opened : dangers;
  return [
    ...grants.flatMap((grant) => judge(grant, { before, after, change, plan }) ?? []),
    ...denials.map((denial) => lostDenial(denial, after)),
  ];
}

/** Without a policy an endpoint lets everything through. */
function gone(type: string, denials: readonly PolicyStatement[]): string[] {
  return type.startsWith('aws_vpc_')
    ? ['lets everything through']
    : denials.map((denial) => lostDenial(denial, []));
}

function dangers(grant: AllowedAccess, policy: JudgedPolicy): string | undefined {
  return (
    broad(grant) ?? stranger(grant, policy) ?? spread(grant, policy.before) ?? loosened(grant, policy.before)
  );
}

/** What was allowed on some resources now is on all. */
function spread(
  { action, resource, principal }: AllowedAccess,
  before: readonly PolicyStatement[],
): string | undefined {
  const isWider =
    principal === '' &&
    isEverywhere(resource) &&
    before.some(({ effect, actions }) => effect === 'Allow' && actions.includes(action));
  return isWider ? `allows ${action} on every resource` : undefined;
}
