import type { Change } from '../change';
import { isOperators, type PlannedObject, snake } from '../kubernetes/object';
import { objectChanges } from '../kubernetes/objects';
import type { Plan } from '../plan';
import { at, isObject, list, Mark, same, type Value } from '../value';
import { lookup, type NamedSetting } from './named';
import { pairs } from './pairs';
import { earlier } from './predecessor';
import { isWeakened, type Setting, told, untold, weakened } from './setting';

/** Names that mean nothing without the one that they are in. */
const BARE = new Set(['enabled', 'enable', 'status', 'state', 'mode', 'type', 'days', 'protection']);

/** Why a change weakens an attribute of its resource. */
type Weakening = (change: Change, plan: Plan) => string[];

/**
 * Finds what is weakened: first by what the own attributes of a type mean, then all others by their names, in any type
 * and at any depth.
 * @param settings what a type's own attributes mean, which says more than their name.
 * @param table what names mean.
 * @param elsewhere what is judged by other means, as `aws_backup_plan rule.lifecycle.delete_after`.
 */
export function weakening(
  settings: readonly Setting[],
  table: readonly NamedSetting[],
  elsewhere: readonly string[] = [],
): Weakening {
  const byName = weakenedByName(table, settings, elsewhere);
  return (change, plan) => [...weakened(change, settings, plan), ...byName(change, plan)];
}

function weakenedByName(
  table: readonly NamedSetting[],
  settings: readonly Setting[],
  elsewhere: readonly string[],
): Weakening {
  const find = lookup(table);
  const described = new Set([
    ...elsewhere,
    ...settings.flatMap(({ types, path }) => types.map((type) => `${type} ${bare(path)}`)),
  ]);
  return (change, plan) => {
    if (change.goes) return [];
    if (!change.type.startsWith('aws_')) {
      // Kinds of Kubernetes itself have tables and rules of their own.
      return objectChanges(change, plan).flatMap(({ before, after }) =>
        after && isOperators(after) ? ofObject(find, before, after) : [],
      );
    }
    const before = earlier(change, plan);
    const walk = new Walk(
      find,
      (path) => described.has(`${change.type} ${bare(path)}`),
      (path, value, was, absent) => told(change, path, value, was, absent),
    );
    walk.value(before, change.after, [], before === undefined);
    return walk.reasons;
  };
}

/** `rule.*.days` and `rule.0.days` are `rule.days`. */
function bare(path: string): string {
  return path
    .split('.')
    .filter((key) => !/^(\d+|\*)$/.test(key))
    .join('.');
}

function ofObject(
  find: (name: string) => NamedSetting | undefined,
  before: PlannedObject | undefined,
  after: PlannedObject,
): string[] {
  const walk = new Walk(
    (name) => find(name.split('.').map(snake).join('.')),
    () => false,
    (_, value, __, absent) => value ?? absent,
  );
  walk.value(before?.body.spec, after.body.spec, [], before === undefined);
  return walk.reasons;
}

/** A copy elsewhere takes its settings with it. That it goes is told by itself. */
function isOfRegion(block: Value): boolean {
  return ['region', 'region_name'].some((path) => typeof at(block, path) === 'string');
}

class Walk {
  readonly reasons: string[] = [];

  constructor(
    private readonly find: (name: string) => NamedSetting | undefined,
    private readonly isDescribed: (path: string) => boolean,
    /** What counts as the value afterwards. */
    private readonly tell: (path: string, value: Value, was: Value, absent: Value) => Value,
  ) {}

  /** @param isNew whether there is nothing to compare it with. */
  value(was: Value, will: Value, path: readonly string[], isNew: boolean): void {
    // Nothing that is the same is weaker.
    if (!isNew && same(was, will)) return;
    this.judge(was, will, path, isNew);
    if (Array.isArray(was) || Array.isArray(will)) this.items(list(was), will, path, isNew);
    else if (isObject(was) || isObject(will)) this.keys(was, will, path, isNew);
  }

  private keys(was: Value, will: Value, path: readonly string[], isNew: boolean): void {
    // Keys of maps such as tags mean what their users want.
    if (/^(tags|tags_all|labels|annotations|variables|environment|parameters)$/.test(path.at(-1) ?? ''))
      return;
    const [before, after] = [isObject(was) ? was : {}, isObject(will) ? will : {}];
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const part = will instanceof Mark ? will : after[key];
      this.value(before[key], part, [...path, key], isNew);
    }
  }

  private items(before: readonly Value[], will: Value, path: readonly string[], isNew: boolean): void {
    const after = will instanceof Mark ? [] : list(will);
    if (!before.some(isObject) && !after.some(isObject)) return;
    // A block that goes leaves what AWS takes without it. One of several that goes takes its subject with it.
    const hasSubjects = before.length > 1 || before.some((one) => isOfRegion(one));
    for (const pair of pairs(before, after)) {
      if (pair.will === undefined && hasSubjects && !(will instanceof Mark)) continue;
      const index = Math.max(0, after.indexOf(pair.will));
      const item = will instanceof Mark ? will : pair.will;
      this.value(
        pair.was,
        item,
        [...path, `${index}`],
        isNew || (pair.was === undefined && before.length > 0),
      );
    }
  }

  private judge(was: Value, value: Value, path: readonly string[], isNew: boolean): void {
    const names = path.filter((key) => !/^\d+$/.test(key));
    const name = names.at(-1);
    if (name === undefined || /^\d+$/.test(path.at(-1)!) || value === Mark.sensitive) return;
    const long = names.slice(-2).join('.');
    const named = this.find(long) ?? (BARE.has(name) ? undefined : this.find(name));
    if (!named || this.isDescribed(path.join('.'))) return;
    const before = isNew ? undefined : (was ?? named.absent);
    const will = this.tell(path.join('.'), value, before, named.absent);
    const isFound = isNew ? named.isBad?.(will) : isWeakened(named.isWeaker, before, will);
    if (!isFound) return;
    const where = names.join('.');
    this.reasons.push(`${named.says(before, will, where)}${untold(path.join('.'), will)}`);
  }
}
