import type { Change } from '../change';
import type { Rule } from '../finding';
import { covers, coversPorts, describe, isOpen, SCOPED, type Scope, scopes } from '../network-scope';
import type { Plan } from '../plan';
import { Mark } from '../value';

/** What a new load balancer is for. */
const WEB = [80, 443];

export const networkOpened: Rule = {
  id: 'network-opened',
  kind: 'exposure',
  finds:
    'a rule of a security group lets in, or out, more than before: the internet, all ports, a wider block',
  judge: (change, plan) => {
    if (!SCOPED.includes(change.type) || change.action === 'delete') return undefined;
    const before = [...scopes(change, 'before'), ...endedBeside(change, plan)];
    const opened = scopes(change, 'after')
      .filter((scope) => !before.some((earlier) => covers(earlier, scope)))
      .filter((scope) => isWide(scope, before) && !isEntrance(change, scope));
    if (opened.length === 0) return undefined;
    return `lets through more: ${[...new Set(opened.map(describe))].join(', ')}`;
  },
};

/** What other rules of the same group let through until now: a rule that moves to another address opens nothing. */
function endedBeside(change: Change, plan: Plan): Scope[] {
  const group = change.will('security_group_id');
  if (typeof group !== 'string') return [];
  return plan.changes
    .filter((other) => other !== change && SCOPED.includes(other.type) && other.action !== 'create')
    .filter((other) => other.was('security_group_id') === group)
    .flatMap((other) => scopes(other, 'before'));
}

function isWide(scope: Scope, before: readonly Scope[]): boolean {
  if (isOpen(scope) || scope.protocol === '-1') return true;
  const onSamePeer = before.filter(
    ({ peer, direction }) => peer === scope.peer && direction === scope.direction,
  );
  return (
    before.some((earlier) => covers(scope, earlier)) ||
    onSamePeer.some(
      (earlier) => !coversPorts(earlier, scope) && earlier.from <= scope.to && earlier.to >= scope.from,
    )
  );
}

/** A group that the same plan makes is opened by nothing that was closed: a new environment has to have a way in. */
function isEntrance(change: Change, { protocol, from, to }: Scope): boolean {
  const isNew = change.action === 'create' && change.will('security_group_id') === Mark.unknown;
  return isNew && protocol === 'tcp' && from === to && WEB.includes(from);
}
