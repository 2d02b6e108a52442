import type { Rule } from '../finding';
import { heldBy } from './stateful';

export const dataReplaced: Rule = {
  id: 'data-replaced',
  kind: 'data',
  finds: 'something that holds data, keys or records is replaced by a new, empty one',
  judge: (change) => {
    const held = heldBy(change.type);
    if (!held || change.isPreview || change.action !== 'replace') return undefined;
    const why =
      change.replacedFor.length > 0 ? ` (${change.replacedFor.join(', ')} can't change in place)` : '';
    return `is replaced by a new, empty one${why}: lost is ${held}`;
  },
};
