import type { Change } from '../../change';
import type { Rule } from '../../finding';
import type { Plan } from '../../plan';
import { goesWithOwner, kindOf } from '../../types/kind-of';

export const dataDeleted: Rule = {
  id: 'data-deleted',
  kind: 'data',
  finds:
    'something that holds data, keys or records, or an address that others know, is deleted, or leaves the care of Terraform',
  judge: (change, plan) => {
    const kind = kindOf(change);
    if (kind?.side !== 'holds' && kind?.side !== 'known') return undefined;
    if (change.isPreview) return undefined;
    if (change.action === 'forget') return 'leaves the state: it stays as it is, and nobody looks after it';
    if (change.action !== 'delete' || goesWithOwner(change, kind, plan)) return undefined;
    return `is deleted, and with it ${kind.what}${successor(change, plan)}`;
  },
};

/** What is there afterwards in its place, if anything is. */
function successor(change: Change, plan: Plan): string {
  if (change.isDeposed) return '. A replacement that did not end has left it behind';
  const next = plan.successorOf(change);
  return next ? `. ${next.address} takes its place, new and empty: only a move would keep what is there` : '';
}
