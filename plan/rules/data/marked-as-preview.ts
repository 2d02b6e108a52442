import type { Rule } from '../../finding';
import { kindOf } from '../../types/kind-of';
import { at, isObject, Mark, type Value } from '../../value';

export const markedAsPreview: Rule = {
  id: 'marked-as-preview',
  kind: 'data',
  finds: 'something that holds data gets the mark of a preview, which may be thrown away without an approval',
  judge: (change) => {
    const isMarked =
      change.action === 'update' &&
      !change.isPreview &&
      kindOf(change)?.side !== 'nothing' &&
      hasMark(change.after);
    return isMarked ? 'gets the mark of a preview, and could be deleted without an approval' : undefined;
  },
};

function hasMark(after: Value): boolean {
  return ['tags', 'tags_all', 'metadata.0.labels', 'manifest.metadata.labels'].some((path) => {
    const tags = at(after, path);
    return isObject(tags) && (typeof tags.preview === 'string' || tags.preview instanceof Mark);
  });
}
