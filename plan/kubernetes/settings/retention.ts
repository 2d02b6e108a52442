import type { Change } from '../../change';
import type { Plan } from '../../plan';
import { lookup, type NamedSetting } from '../../setting/named';
import { fewer, lower, more, taken } from '../../setting/order';
import { fromTo } from '../../setting/shown';
import { isObject, list, type Value } from '../../value';
import { isOperators, snake } from '../object';
import { objectChanges } from '../objects';
import { briefer } from './duration';

/** Fields of operators by which backups, metrics and logs are kept for a time that they write as `720h` or `30d`. */
const NAMES: readonly NamedSetting[] = [
  {
    names: [
      /^(ttl|keep_last|keep_within|keep_daily|keep_weekly|keep_monthly)$/,
      /retention(_policy|_time|_period|_duration)?$/,
    ],
    isWeaker: briefer,
    says: (was, will, name) => `keeps what it holds for a shorter time: ${name} ${fromTo(was, will)}`,
  },
  {
    names: [/^(retain|retention\.(ms|bytes|hours))$/, /^(successful|failed)_backups_history_limit$/],
    isWeaker: lower,
    says: (was, will, name) =>
      `keeps less of what it holds, or for a shorter time: ${name} ${fromTo(was, will)}`,
  },
  {
    names: ['included_namespaces', 'included_resources', 'schedules'],
    isWeaker: (was, will) => fewer(was, will) && list(will).length > 0,
    says: (was, will, name) => `backs up less: ${name} ${fromTo(was, will)}`,
  },
  {
    names: ['excluded_namespaces', 'excluded_resources'],
    isWeaker: more,
    says: (was, will, name) => `backs up less: ${name} ${fromTo(was, will)}`,
  },
  {
    names: ['backup', 'backups', 'backup_policy', 'snapshots'],
    isWeaker: (was, will) => isObject(was) && taken(was, will),
    says: (_, __, name) => `makes no backups any more: ${name} is gone`,
  },
];

/** Kinds in which a `ttl` is the life of something that was made for a moment. */
const PASSING = /^(Job|Workflow|CronWorkflow|PipelineRun|TaskRun|Certificate)/;

const find = lookup(NAMES);

/** What operators keep for a shorter time. Numbers of days are named as AWS names them, and found by that. */
export function shorterKept(change: Change, plan: Plan): string[] {
  return objectChanges(change, plan).flatMap(({ before, after }) => {
    if (!before || !after || !isOperators(after) || PASSING.test(after.kind)) return [];
    const found: string[] = [];
    compare(before.body.spec, after.body.spec, '', found);
    return found;
  });
}

function compare(was: Value, will: Value, path: string, found: string[]): void {
  if (isObject(was)) {
    for (const [key, value] of Object.entries(was)) {
      const other = isObject(will) ? will[key] : undefined;
      const named = find(snake(key));
      const name = path ? `${path}.${key}` : key;
      if (named?.isWeaker(value, other)) found.push(named.says(value, other, name));
      else compare(value, other, name, found);
    }
  } else if (Array.isArray(was)) {
    for (const [index, item] of was.entries()) compare(item, list(will)[index], path, found);
  }
}
