import type { Change } from '../change';
import type { Plan } from '../plan';
import { numberOf } from '../setting/order';
import { earlier } from '../setting/predecessor';
import { fromTo } from '../setting/shown';
import { at, canonical, isObject, list, Mark, type Value } from '../value';

/** What a lifecycle rule deletes, and where it says after how many days. */
const EXPIRIES = {
  objects: ['expiration.0.days', 'expiration.0.date'],
  'earlier versions': [
    'noncurrent_version_expiration.0.noncurrent_days',
    'noncurrent_version_expiration.0.days',
  ],
} as const;

interface Expiry {
  readonly days: number;
  /** Text before which names of objects begin. */
  readonly prefix: string;
  /** Of what else: tags, sizes. */
  readonly more: string;
  /** Versions that stay all the same. */
  readonly kept: number;
}

/**
 * Why the rules of a bucket delete something sooner than before. A rule's name says nothing: what was deleted after as
 * many days by any rule, over the same objects or more, may be deleted so by another one.
 */
export function soonerExpired(change: Change, plan: Plan): string | undefined {
  if (change.type !== 'aws_s3_bucket_lifecycle_configuration' || change.action === 'delete') return undefined;
  const bucket = change.will('bucket');
  // A new bucket has nothing to lose.
  if (plan.creates(bucket, 'aws_s3_bucket') || (change.action === 'create' && bucket instanceof Mark))
    return undefined;
  const before = earlier(change, plan);
  const found = Object.entries(EXPIRIES).flatMap(([what, paths]) => {
    const was = expiries(at(before, 'rule'), paths);
    return expiries(change.will('rule'), paths).flatMap((expiry) => {
      const covering = was.filter((other) => covers(other, expiry));
      if (covering.some(({ days, kept }) => days <= expiry.days && kept <= expiry.kept)) return [];
      const earlier = was.filter((other) => other.prefix === expiry.prefix && other.more === expiry.more);
      const from = earlier.length > 0 ? Math.min(...earlier.map(({ days }) => days)) : undefined;
      const of = expiry.prefix ? ` of ${expiry.prefix}` : expiry.more ? ' of some' : '';
      const isWider = !of && was.length > 0 && earlier.length === 0;
      return [
        `${isWider ? 'all ' : ''}${what}${of} for ${fromTo(from ?? 'ever', shownDays(expiry.days))} days`,
      ];
    });
  });
  return found.length > 0 ? `keeps ${[...new Set(found)].join(', ')}` : undefined;
}

function shownDays(days: number): Value {
  return Number.isFinite(days) && days > 0 ? days : Mark.unknown;
}

function expiries(rules: Value, paths: readonly string[]): Expiry[] {
  if (rules instanceof Mark) return [{ days: 0, prefix: '', more: '', kept: 0 }];
  return list(rules)
    .filter((rule) => at(rule, 'status') === 'Enabled' || at(rule, 'status') instanceof Mark)
    .flatMap((rule) => {
      const values = paths.map((path) => at(rule, path)).filter((value) => isSomething(value));
      if (values.length === 0) return [];
      const kept = numberOf(at(rule, 'noncurrent_version_expiration.0.newer_noncurrent_versions')) ?? 0;
      return [{ days: Math.min(...values.map(daysOf)), ...scope(rule), kept }];
    });
}

/** A date counts as at once: it deletes everything that is there on that day. */
function daysOf(value: Value): number {
  return value instanceof Mark ? 0 : (numberOf(value) ?? 0);
}

function isSomething(value: Value): boolean {
  return value instanceof Mark || (value !== undefined && value !== null && value !== '' && value !== 0);
}

function scope(rule: Value): Pick<Expiry, 'prefix' | 'more'> {
  const filter = list(at(rule, 'filter')).find(isObject);
  const and = list(at(filter, 'and')).find(isObject);
  const prefix = [at(and, 'prefix'), at(filter, 'prefix'), at(rule, 'prefix')].find(
    (value) => typeof value === 'string' && value !== '',
  );
  const rest = ['tag', 'tags', 'object_size_greater_than', 'object_size_less_than'].map((key) => [
    filled(at(filter, key)),
    filled(at(and, key)),
  ]);
  const more = canonical(rest.flat().filter((value) => value !== null));
  return { prefix: typeof prefix === 'string' ? prefix : '', more: more === '[]' ? '' : more };
}

function filled(value: Value): Value {
  const isEmpty =
    value === undefined ||
    value === 0 ||
    value === '' ||
    list(value).length === 0 ||
    (isObject(value) && Object.keys(value).length === 0);
  return isEmpty ? null : value;
}

/** Whether a rule is about all that another one is about. */
function covers(a: Expiry, b: Expiry): boolean {
  return b.prefix.startsWith(a.prefix) && (a.more === '' || a.more === b.more);
}
