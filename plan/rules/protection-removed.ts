import { allOf, type Rule } from '../finding';
import { weakerObjects } from '../kubernetes/settings/object-setting';
import { PROTECTION_OBJECTS } from '../kubernetes/settings/protection';
import { type Guard, guardGone, ofBucket } from '../setting/guard';
import { PROTECTION_NAMES } from '../setting/names/protection';
import { lost, raised, switchedOff, switchedOn, taken } from '../setting/order';
import type { Setting } from '../setting/setting';
import { fromTo } from '../setting/shown';
import { deletable } from '../setting/unprotected';
import { weakening } from '../setting/weakening';
import { at, list, type Value } from '../value';

const DATABASES = ['aws_db_instance', 'aws_rds_cluster', 'aws_docdb_cluster', 'aws_neptune_cluster'];

export const SETTINGS: readonly Setting[] = [
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
    isWeaker: lost('IMMUTABLE'),
    says: 'lets a tag point to another image',
  },
  {
    types: ['aws_s3_bucket_versioning'],
    path: 'versioning_configuration.0.status',
    isWeaker: lost('Enabled'),
    says: (was, will) => `keeps no earlier versions of objects: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_s3_bucket_ownership_controls'],
    path: 'rule.0.object_ownership',
    isWeaker: lost('BucketOwnerEnforced'),
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
  {
    types: ['aws_backup_vault_lock_configuration'],
    path: 'changeable_for_days',
    isWeaker: taken,
    says: 'can be taken off by whoever may do that',
  },
  {
    types: ['aws_backup_vault_lock_configuration'],
    path: 'changeable_for_days',
    isWeaker: (was, will) => was !== undefined && was !== null && raised(was, will),
    says: (was, will) => `can be taken off for longer: ${fromTo(was, will)} days`,
  },
  {
    types: ['aws_s3_bucket_versioning'],
    path: 'versioning_configuration.0.mfa_delete',
    isWeaker: switchedOff,
    says: 'lets versions of objects be deleted without a second factor',
  },
  ...['parameter_group_name', 'db_cluster_parameter_group_name'].map((path) => ({
    types: [
      ...[...DATABASES, 'aws_rds_cluster_instance'],
      ...['aws_elasticache_replication_group', 'aws_elasticache_cluster'],
    ],
    path,
    isWeaker: toDefaults,
    says: (was: Value, will: Value) =>
      `gets the parameters of AWS in place of its own, which may force TLS or record: ${fromTo(was, will)}`,
  })),
  {
    types: ['aws_codepipeline'],
    path: 'stage',
    isWeaker: (was, will) => approvals(will) < approvals(was),
    says: (was, will) =>
      `waits for fewer approvals before it deploys: ${approvals(was)} → ${approvals(will)}`,
  },
];

function toDefaults(was: Value, will: Value): boolean {
  const isDefault = (name: Value) => typeof name === 'string' && name.startsWith('default.');
  return typeof was === 'string' && was !== '' && !isDefault(was) && isDefault(will);
}

function approvals(stages: Value): number {
  const actions = list(stages).flatMap((stage) => list(at(stage, 'action')));
  return actions.filter((action) => at(action, 'category') === 'Approval').length;
}

/** What protects something that it names. */
const GUARDS: Readonly<Record<string, Guard>> = {
  aws_s3_bucket_object_lock_configuration: { of: ofBucket, lost: 'objects can be deleted at any time' },
  aws_s3_bucket_versioning: {
    of: ofBucket,
    lost: 'the bucket keeps no earlier versions of objects',
    when: (versioning) => at(versioning, 'versioning_configuration.0.status') !== 'Suspended',
  },
};

const weaker = weakening(SETTINGS, PROTECTION_NAMES);

export const protectionRemoved: Rule = {
  id: 'protection-removed',
  kind: 'exposure',
  finds:
    'protection from deletion, the last snapshot, the versions of objects or images, or what keeps a volume go',
  judge: (change, plan) =>
    allOf(
      weaker(change, plan),
      guardGone(change, plan, GUARDS),
      deletable(change, plan),
      weakerObjects(change, plan, PROTECTION_OBJECTS),
    ),
};
