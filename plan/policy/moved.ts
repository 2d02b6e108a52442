import type { Change } from '../change';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { ownerOf } from './owner';
import { type PolicyStatement, statements } from './statement';

interface Moved {
  readonly gone: Change[];
  readonly made: Change[];
}

/** Policies that go and come, by what they hang on. */
const moved = oncePer((plan: Plan) => {
  const found = new Map<string, Moved>();
  for (const change of plan.changes) {
    if (change.action !== 'create' && change.action !== 'delete') continue;
    const owner = ownerOf(change.type, change.action === 'create' ? change.after : change.before);
    if (owner === undefined) continue;
    const both = found.get(owner) ?? { gone: [], made: [] };
    found.set(owner, both);
    both[change.action === 'create' ? 'made' : 'gone'].push(change);
  }
  return found;
});

/** What a policy that is new allowed before, by others that go; or one that goes still does, by others that are new. */
export function elsewhere(change: Change, path: string, plan: Plan): PolicyStatement[] {
  if (change.action !== 'create' && change.action !== 'delete') return [];
  const isNew = change.action === 'create';
  const owner = ownerOf(change.type, isNew ? change.after : change.before);
  const both = owner === undefined ? undefined : moved(plan).get(owner);
  if (!both) return [];
  // Of one that hangs on much, each is compared with a few alone.
  const others = (isNew ? both.gone : both.made).slice(0, MOST);
  return others.flatMap((other) => statements(isNew ? other.was(path) : other.will(path)) ?? []);
}

const MOST = 20;
