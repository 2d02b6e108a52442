import type { Change } from '../change';
import type { Plan } from '../plan';
import { earlier } from '../setting/predecessor';
import { at, canonical, list, Mark, texts, type Value } from '../value';

const TYPE = 'aws_s3_bucket_replication_configuration';

/** A rule by which objects of a bucket are copied elsewhere. */
interface Copying {
  readonly id: string;
  readonly prefix: string;
  readonly tags: string;
  readonly to: Value;
  readonly deletes: boolean;
}

/** Why fewer objects of a bucket have a copy, or lose it when they are deleted. */
export function copiesLess(change: Change, plan: Plan): string[] {
  if (change.type !== TYPE || change.goes) return [];
  const before = earlier(change, plan);
  if (before === undefined || change.will('rule') instanceof Mark) return [];
  const [was, will] = [rules(at(before, 'rule')), rules(change.will('rule'))];
  const off = list(change.will('rule')).filter((rule) => at(rule, 'status') !== 'Enabled');
  // What is switched off is told as that.
  const told = new Set(off.map(idOf));
  return was.flatMap((rule) => {
    if (told.has(rule.id)) return [];
    const same = will.filter((other) => covers(other, rule));
    if (same.length === 0) {
      return [
        `no longer copies ${rule.prefix ? `objects of ${rule.prefix}` : 'all objects'} to ${name(rule.to)}`,
      ];
    }
    const isDeleted = !rule.deletes && same.every(({ deletes }) => deletes);
    return isDeleted ? ['deletes copies when their objects are deleted'] : [];
  });
}

function rules(all: Value): Copying[] {
  return list(all)
    .filter((rule) => at(rule, 'status') === 'Enabled')
    .map((rule) => ({
      id: idOf(rule),
      prefix: texts(
        ['filter.0.prefix', 'filter.0.and.0.prefix', 'prefix'].map((path) => at(rule, path)),
      ).join(''),
      tags: canonical(['filter.0.tag', 'filter.0.and.0.tags'].flatMap((path) => list(at(rule, path)))),
      to: at(rule, 'destination.0.bucket'),
      deletes: at(rule, 'delete_marker_replication.0.status') === 'Enabled',
    }));
}

function idOf(rule: Value): string {
  return String(at(rule, 'id') ?? '');
}

function covers(wide: Copying, narrow: Copying): boolean {
  const isThere = wide.to instanceof Mark || narrow.to instanceof Mark || wide.to === narrow.to;
  const isTagged = wide.tags !== '[]' && wide.tags !== narrow.tags;
  return isThere && narrow.prefix.startsWith(wide.prefix) && !isTagged;
}

function name(bucket: Value): string {
  return bucket instanceof Mark ? bucket.text : String(bucket);
}
