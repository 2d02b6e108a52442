import type { Rule } from '../../finding';
import { kindOf } from '../../types/kind-of';

export const dataGone: Rule = {
  id: 'data-gone',
  kind: 'data',
  finds:
    'something that held data, keys or records, or an address that others know, is not there any more, and would be made anew',
  judge: (change, plan) => {
    if (change.action !== 'create') return undefined;
    const gone = plan.goneAt(change.address);
    if (!gone || gone.isPreview) return undefined;
    const kind = kindOf(gone);
    if (kind?.side === 'guards' || kind?.side === 'nothing') return undefined;
    const lost = kind ? `, and with it ${kind.what}` : '';
    const next = kind?.side === 'known' ? 'another one' : 'a new, empty one';
    return `is gone: somebody or something has deleted it since the last deploy${lost}. Look for it and restore it first (docs/runbooks/restore.md): this would make ${next}`;
  },
};
