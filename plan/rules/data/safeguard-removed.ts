import type { Rule } from '../../finding';
import { goesWithOwner, kindOf } from '../../types/kind-of';

export const safeguardRemoved: Rule = {
  id: 'safeguard-removed',
  kind: 'exposure',
  isLast: true,
  finds: 'what backs up, watches, records or refuses something is deleted, and nothing does the same instead',
  judge: (change, plan) => {
    const kind = kindOf(change);
    if (kind?.side !== 'guards' || change.action !== 'delete' || change.isPreview) return undefined;
    if (change.isDeposed || goesWithOwner(change, kind, plan) || plan.makesAlike(change)) return undefined;
    return `is deleted: ${kind.what}`;
  },
};
