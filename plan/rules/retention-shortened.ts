import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import type { Plan } from '../plan';
import { at, isObject, list, Mark, type Value } from '../value';
import { fromTo, lower, type Setting, switchedOn, weakened } from './setting';

const DATABASES = ['aws_db_instance', 'aws_rds_cluster', 'aws_docdb_cluster', 'aws_neptune_cluster'];

const SETTINGS: readonly Setting[] = [
  {
    types: ['aws_cloudwatch_log_group'],
    path: 'retention_in_days',
    // 0 keeps them for ever.
    isWeaker: (was, will) => isShorter(was, will),
    says: (was, will) => `keeps logs for ${fromTo(was, will)} days`,
  },
  {
    types: DATABASES,
    path: 'backup_retention_period',
    isWeaker: lower,
    says: (was, will) => `keeps backups for ${fromTo(was, will)} days`,
  },
  {
    types: DATABASES,
    path: 'delete_automated_backups',
    isWeaker: switchedOn,
    says: 'takes its backups with it when it is deleted',
  },
  {
    types: ['aws_elasticache_replication_group', 'aws_elasticache_cluster'],
    path: 'snapshot_retention_limit',
    isWeaker: lower,
    says: (was, will) => `keeps snapshots for ${fromTo(was, will)} days`,
  },
  {
    types: ['aws_kinesis_stream'],
    path: 'retention_period',
    isWeaker: lower,
    says: (was, will) => `keeps records for ${fromTo(was, will)} hours`,
  },
  {
    types: ['aws_kms_key'],
    path: 'deletion_window_in_days',
    isWeaker: lower,
    says: (was, will) => `can be brought back for ${fromTo(was, will)} days after its deletion`,
  },
  {
    types: ['aws_secretsmanager_secret'],
    path: 'recovery_window_in_days',
    isWeaker: lower,
    says: (was, will) => `can be brought back for ${fromTo(was, will)} days after its deletion`,
  },
  {
    types: ['aws_s3_bucket_object_lock_configuration'],
    path: 'rule.0.default_retention.0.days',
    isWeaker: lower,
    says: (was, will) => `keeps objects from being deleted for ${fromTo(was, will)} days`,
  },
  {
    types: ['aws_s3_bucket_object_lock_configuration'],
    path: 'rule.0.default_retention.0.mode',
    isWeaker: (was, will) => was === 'COMPLIANCE' && will !== 'COMPLIANCE',
    says: (was, will) => `locks objects less: ${fromTo(was, will)}`,
  },
];

/** The policies of a full cache: a later one forgets more. */
const FORGETS = [/^noeviction$/, /^volatile-/, /^allkeys-/];

/** What a lifecycle rule deletes, and by which path it says after how many days. */
const EXPIRIES = {
  objects: 'expiration.0.days',
  'earlier versions': 'noncurrent_version_expiration.0.noncurrent_days',
} as const;

export const retentionShortened: Rule = {
  id: 'retention-shortened',
  kind: 'exposure',
  finds:
    'logs, backups, snapshots, objects, keys of a full cache, or what is deleted, are kept for a shorter time',
  judge: (change, plan) =>
    allOf(weakened(change, SETTINGS), soonerExpired(change, plan), forgetsMore(change)),
};

function forgetsMore(change: Change): string | undefined {
  if (change.type !== 'aws_elasticache_parameter_group' || !change.stays) return undefined;
  const [was, will] = [change.was('parameter'), change.will('parameter')].map((parameters) => {
    const policy = list(parameters).find((parameter) => at(parameter, 'name') === 'maxmemory-policy');
    return at(policy, 'value');
  });
  const rank = (policy: Value) => FORGETS.findIndex((pattern) => pattern.test(`${policy}`));
  return rank(was) >= 0 && rank(will) > rank(was)
    ? `lets a full cache forget more keys: ${fromTo(was, will)}`
    : undefined;
}

function soonerExpired(change: Change, plan: Plan): string | undefined {
  if (change.type !== 'aws_s3_bucket_lifecycle_configuration' || change.action === 'delete') return undefined;
  const bucket = change.will('bucket');
  // A new bucket has nothing to lose.
  if (bucket instanceof Mark || plan.creates(bucket, 'aws_s3_bucket')) return undefined;
  const found = Object.entries(EXPIRIES).flatMap(([what, path]) => {
    const before = list(change.was('rule'));
    return list(change.will('rule'))
      .filter((rule) => at(rule, 'status') === 'Enabled')
      .flatMap((rule) => {
        const earlier = before.find((other) => at(other, 'id') === at(rule, 'id'));
        const [was, will] = [at(earlier, path), at(rule, path)];
        return isShorter(days(was, earlier), will) ? [`${what} for ${fromTo(was, will)} days`] : [];
      });
  });
  return found.length > 0 ? `keeps ${found.join(', ')}` : undefined;
}

/** A rule that was not there, or not in force, deleted nothing. */
function days(value: Value, rule: Value): Value {
  return isObject(rule) && rule.status === 'Enabled' ? value : undefined;
}

/** Nothing, and 0, mean for ever. */
function isShorter(was: Value, will: Value): boolean {
  return typeof will === 'number' && will > 0 && (typeof was !== 'number' || was === 0 || will < was);
}
