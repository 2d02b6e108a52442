import type { Change } from '../../change';
import type { Rule } from '../../finding';
import { kindOf } from '../../types/kind-of';

/** Why Terraform makes something anew that could stay as it is. */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: 'it is marked as broken: terraform untaint keeps it',
  replace_by_request: 'somebody has asked for it',
  replace_by_triggers: 'replace_triggered_by asks for it',
};

export const dataReplaced: Rule = {
  id: 'data-replaced',
  kind: 'data',
  finds:
    'something that holds data, keys or records, or an address that others know, is replaced by a new, empty one',
  judge: (change) => {
    const kind = kindOf(change);
    if ((kind?.side !== 'holds' && kind?.side !== 'known') || change.isPreview) return undefined;
    if (change.action !== 'replace') return undefined;
    const next = kind.side === 'holds' ? 'a new, empty one' : 'another one';
    if (change.isKept) {
      return `gives its place to ${next}${why(change)}, and leaves the state: it stays as it is, and nobody looks after it`;
    }
    return `is replaced by ${next}${why(change)}: lost is ${kind.what}`;
  },
};

function why({ replacedFor, reason = '' }: Change): string {
  if (replacedFor.length > 0) return ` (${replacedFor.join(', ')} can't change in place)`;
  return Object.hasOwn(REASONS, reason) ? ` (${REASONS[reason]})` : '';
}
