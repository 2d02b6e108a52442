import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import { newHosts } from '../kubernetes/senders';
import { opensAcl } from '../network/acls';
import { fullScopes, GROUPS, groupOf, reachBefore } from '../network/groups';
import { groupsChanged } from '../network/groups-changed';
import { isMade } from '../network/identity';
import { widensList } from '../network/lists-widened';
import { newReceivers } from '../network/receivers';
import { newRoad } from '../network/roads';
import { describe, SCOPED, type Scope } from '../network/scope';
import { isAmongItself, isWide } from '../network/wide';
import type { Plan } from '../plan';

/** What a new load balancer is for. */
const WEB = [80, 443];

export const networkOpened: Rule = {
  id: 'network-opened',
  kind: 'exposure',
  finds:
    'a security group, a network ACL or a list of addresses lets in, or out, more than before, networks are joined, or data is sent to a new host or account',
  judge: (change, plan) =>
    allOf(
      groupOpened(change, plan),
      groupsChanged(change, plan),
      widensList(change, plan),
      opensAcl(change, plan),
      newRoad(change),
      sentOut(change, plan),
    ),
};

function groupOpened(change: Change, plan: Plan): string | undefined {
  if (!SCOPED.includes(change.type) || change.action === 'delete') return undefined;
  // A rule that moves from one resource to another opens nothing.
  const before = reachBefore(plan, groupOf(plan, change, 'after'));
  const isNew = isNewGroup(change, plan);
  const opened = fullScopes(plan, change, 'after').filter((scope) => {
    const gained = before.missing(scope);
    if (gained.length === 0 || !isWide(scope, gained, before)) return false;
    return !(isNew && (isEntrance(scope) || isAmongItself(scope)));
  });
  if (opened.length === 0) return undefined;
  return `lets through more: ${[...new Set(opened.map(describe))].join(', ')}`;
}

/** A group that the same plan makes is opened by nothing that was closed: a new environment has to have a way in. */
function isNewGroup(change: Change, plan: Plan): boolean {
  if (change.action !== 'create') return false;
  return change.type === 'aws_security_group' || isMade(plan, change, 'security_group_id', GROUPS);
}

function isEntrance({ protocol, from, to }: Scope): boolean {
  return (protocol === 'tcp' || protocol === 'udp') && from === to && WEB.includes(from);
}

/** Where data leaves to: a host, or an account, that got none before. */
function sentOut(change: Change, plan: Plan): string | undefined {
  if (change.goes) return undefined;
  const found = [...new Set([...newReceivers(change, plan), ...newHosts(change, plan)])];
  return found.length > 0 ? `sends data to ${found.join(', ')}, which got none before` : undefined;
}
