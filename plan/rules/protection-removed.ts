import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import type { Plan } from '../plan';
import { fromTo, type Setting, switchedOff, switchedOn, taken, weakened } from './setting';

const DATABASES = ['aws_db_instance', 'aws_rds_cluster', 'aws_docdb_cluster', 'aws_neptune_cluster'];

const SETTINGS: readonly Setting[] = [
  ...['deletion_protection', 'enable_deletion_protection', 'deletion_protection_enabled'].map((path) => ({
    types: [...DATABASES, 'aws_lb', 'aws_dynamodb_table', 'aws_eks_cluster'],
    path,
    isWeaker: switchedOff,
    says: 'is no longer protected from deletion',
  })),
  {
    types: DATABASES,
    path: 'skip_final_snapshot',
    isWeaker: switchedOn,
    says: 'leaves no snapshot when it is deleted',
  },
  {
    types: [...DATABASES, 'aws_elasticache_replication_group', 'aws_elasticache_cluster'],
    path: 'final_snapshot_identifier',
    isWeaker: taken,
    says: 'leaves no snapshot when it is deleted',
  },
  {
    types: ['aws_s3_bucket', 'aws_route53_zone', 'aws_backup_vault'],
    path: 'force_destroy',
    isWeaker: switchedOn,
    says: 'can be deleted with all that is in it',
  },
  {
    types: ['aws_ecr_repository'],
    path: 'force_delete',
    isWeaker: switchedOn,
    says: 'can be deleted with all that is in it',
  },
  {
    types: ['aws_ecr_repository'],
    path: 'image_tag_mutability',
    isWeaker: (was, will) => was === 'IMMUTABLE' && will !== 'IMMUTABLE',
    says: 'lets a tag point to another image',
  },
  {
    types: ['aws_s3_bucket_versioning'],
    path: 'versioning_configuration.0.status',
    isWeaker: (was, will) => was === 'Enabled' && will !== 'Enabled',
    says: (was, will) => `keeps no earlier versions of objects: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_s3_bucket_ownership_controls'],
    path: 'rule.0.object_ownership',
    isWeaker: (was, will) => was === 'BucketOwnerEnforced' && will !== 'BucketOwnerEnforced',
    says: 'lets access lists decide over objects',
  },
  {
    types: ['aws_cloudwatch_log_group', 'aws_kms_key'],
    path: 'skip_destroy',
    isWeaker: switchedOff,
    says: 'is deleted with its resource from now on',
  },
  {
    types: ['aws_kms_key'],
    path: 'bypass_policy_lockout_safety_check',
    isWeaker: switchedOn,
    says: 'may get a policy that locks everybody out',
  },
];

/** Resources that protect the bucket that they name. */
const GUARDS: Readonly<Record<string, string>> = {
  aws_s3_bucket_versioning: 'is deleted: the bucket keeps no earlier versions of objects',
  aws_s3_bucket_object_lock_configuration: 'is deleted: objects can be deleted at any time',
};

export const protectionRemoved: Rule = {
  id: 'protection-removed',
  kind: 'exposure',
  finds: 'protection from deletion, the last snapshot, or the versions of objects or images go',
  judge: (change, plan) => allOf(weakened(change, SETTINGS), guardDeleted(change, plan)),
};

function guardDeleted(change: Change, plan: Plan): string | undefined {
  if (change.action !== 'delete' || plan.deletes(change.was('bucket'), 'aws_s3_bucket')) return undefined;
  return Object.hasOwn(GUARDS, change.type) ? GUARDS[change.type] : undefined;
}
