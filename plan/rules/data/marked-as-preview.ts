import type { Change } from '../../change';
import type { Rule } from '../../finding';
import { kindOf } from '../../types/kind-of';
import { at, isObject, Mark, type Value } from '../../value';

export const markedAsPreview: Rule = {
  id: 'marked-as-preview',
  kind: 'data',
  finds: 'something that holds data gets the mark of a preview, which may be thrown away without an approval',
  judge: (change) => {
    if (change.isPreview) return undefined;
    const isMarked =
      change.action === 'update' && kindOf(change)?.side !== 'nothing' && hasMark(change.after);
    if (isMarked) return 'gets the mark of a preview, and could be deleted without an approval';
    return marksAnother(change)
      ? 'gives the mark of a preview to something else, which could then be deleted without an approval'
      : undefined;
  },
};

function hasMark(after: Value): boolean {
  return ['tags', 'tags_all', 'metadata.0.labels', 'manifest.metadata.labels'].some((path) =>
    isMark(at(after, path)),
  );
}

/** What another resource has as its tags or labels comes from one of its own. */
function marksAnother({ type, action, before, after }: Change): boolean {
  if (action !== 'create' && action !== 'update' && action !== 'replace') return false;
  if (type === 'kubernetes_labels') {
    return isMark(at(after, 'labels')) && !isMark(at(before, 'labels'));
  }
  const keys = (side: Value) =>
    [at(side, 'key'), at(side, 'tag.0.key')].filter((key) => key === KEY || key instanceof Mark);
  return TAGS.includes(type) && keys(after).length > 0 && keys(before).length === 0;
}

const KEY = 'preview';
const TAGS = ['ec2', 'ecs', 'dynamodb', 'transfer', 'autoscaling_group'].map((name) => `aws_${name}_tag`);

function isMark(tags: Value): boolean {
  return isObject(tags) && (typeof tags[KEY] === 'string' || tags[KEY] instanceof Mark);
}
