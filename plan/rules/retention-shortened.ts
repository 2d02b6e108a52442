import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import { shorterKept } from '../kubernetes/settings/retention';
import type { Plan } from '../plan';
import { lessBackedUp } from '../retention/backup-plan';
import { copiesLess } from '../retention/copies';
import { fewerImages } from '../retention/image-lifecycle';
import { soonerExpired } from '../retention/object-lifecycle';
import { RETENTION_NAMES } from '../setting/names/retention';
import { lost, lower, numberOf, sooner, switchedOff, switchedOn } from '../setting/order';
import { earlier } from '../setting/predecessor';
import type { Setting } from '../setting/setting';
import { fromTo } from '../setting/shown';
import { withoutBackups } from '../setting/unprotected';
import { weakening } from '../setting/weakening';
import { at, list, type Value } from '../value';

const DATABASES = ['aws_db_instance', 'aws_rds_cluster', 'aws_docdb_cluster', 'aws_neptune_cluster'];

export const SETTINGS: readonly Setting[] = [
  {
    types: ['aws_cloudwatch_log_group'],
    path: 'retention_in_days',
    // 0 keeps them for ever.
    isWeaker: sooner,
    says: (was, will) => `keeps logs for ${fromTo(was === 0 ? 'ever' : was, will)} days`,
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
    path: 'rule.0.default_retention.0.mode',
    isWeaker: lost('COMPLIANCE'),
    says: (was, will) => `locks objects less: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_dlm_lifecycle_policy'],
    path: 'state',
    isWeaker: switchedOff,
    says: 'makes no snapshots any more',
  },
  ...[
    'policy_details.0.schedule.*.retain_rule.0.count',
    'policy_details.0.schedule.*.retain_rule.0.interval',
  ].map((path) => ({
    types: ['aws_dlm_lifecycle_policy'],
    path,
    isWeaker: lower,
    says: (was: Value, will: Value) => `keeps fewer snapshots: ${fromTo(was, will)}`,
  })),
  {
    types: ['aws_s3_bucket_replication_configuration'],
    path: 'rule.*.status',
    isWeaker: switchedOff,
    says: 'copies no objects any more',
  },
  {
    types: ['aws_dynamodb_table', 'aws_dynamodb_global_table'],
    path: 'ttl.0.enabled',
    isWeaker: switchedOn,
    says: 'deletes its items by the time that they name, from now on',
  },
];

const DAYS_A_YEAR = 365;

/** The policies of a full cache: a later one forgets more. */
const FORGETS = [/^noeviction$/, /^volatile-/, /^allkeys-/];

const weaker = weakening(SETTINGS, RETENTION_NAMES, [
  'aws_backup_plan rule.lifecycle.delete_after',
  'aws_backup_plan rule.copy_action.lifecycle.delete_after',
  'aws_backup_plan rule.enable_continuous_backup',
]);

export const retentionShortened: Rule = {
  id: 'retention-shortened',
  kind: 'exposure',
  finds:
    'logs, backups, snapshots, images, objects, keys of a full cache, or what is deleted, are kept for a shorter time, or no copies are made',
  judge: (change, plan) =>
    allOf(
      weaker(change, plan),
      soonerExpired(change, plan),
      lockShortened(change, plan),
      fewerImages(change, plan),
      lessBackedUp(change, plan),
      forgetsMore(change),
      withoutBackups(change, plan),
      copiesLess(change, plan),
      shorterKept(change, plan),
    ),
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

/** As days: an object lock has them as years as well. */
function lockShortened(change: Change, plan: Plan): string | undefined {
  if (change.type !== 'aws_s3_bucket_object_lock_configuration') return undefined;
  const before = earlier(change, plan);
  if (before === undefined || change.action === 'delete') return undefined;
  const days = (side: Value) => {
    const kept = at(side, 'rule.0.default_retention.0');
    return (numberOf(at(kept, 'days')) ?? 0) + DAYS_A_YEAR * (numberOf(at(kept, 'years')) ?? 0);
  };
  const [was, will] = [days(before), days(change.after)];
  return will < was ? `keeps objects from being deleted for ${fromTo(was, will)} days` : undefined;
}
