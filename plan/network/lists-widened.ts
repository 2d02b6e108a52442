import type { Change } from '../change';
import type { Plan } from '../plan';
import { ENTRIES, entries, LISTS, listOf } from './prefix-lists';
import { Reach } from './reach';
import type { Scope } from './scope';
import { isWide } from './wide';

const WEB = { direction: 'in', protocol: 'tcp', from: 443, to: 443, kind: 'block' } as const;

const scopeOf = (peer: string | undefined): Scope => ({ ...WEB, peer });

/** A list of addresses that is there lets more through wherever a rule or a route uses it. */
export function widensList(change: Change, plan: Plan): string | undefined {
  if (change.action === 'delete' || ![...LISTS, ENTRIES].includes(change.type)) return undefined;
  // A list that is new is used by no rule that the plan does not have.
  if (change.type !== ENTRIES && change.action === 'create') return undefined;
  const list = change.type === ENTRIES ? listOf(plan, change, 'after') : change.address;
  const was = entries(plan, list, 'before');
  if (change.type === ENTRIES && !was?.length && isNew(plan, list)) return undefined;
  const before = new Reach((was ?? []).map(scopeOf));
  const own = change.type === ENTRIES ? [change.will('cidr')] : (entries(plan, list, 'after') ?? []);
  const wider = own
    .map((cidr) => scopeOf(typeof cidr === 'string' ? cidr : undefined))
    .filter((scope) => isWide(scope, before.missing(scope), before) && before.missing(scope).length > 0);
  const blocks = wider.map(({ peer }) => peer ?? 'addresses that nobody can see before the apply');
  return wider.length > 0
    ? `lets more addresses through wherever the list is used: ${[...new Set(blocks)].join(', ')}`
    : undefined;
}

function isNew(plan: Plan, list: string): boolean {
  return plan.of(...LISTS).some(({ address, action }) => address === list && action === 'create');
}
