import { type Case, cases, changed, deleted, one, type Resources } from './case';
import { inNamespace } from './namespace';
import { aurora, files, group } from './things';

// What holds something, of types that the platform itself does not have.

const table = {
  name: 'table-$',
  billing_mode: 'PAY_PER_REQUEST',
  hash_key: 'id',
  attribute: [{ name: 'id', type: 'S' }],
};
const volume = { availability_zone: '${aws_subnet.shared.availability_zone}', size: 1, encrypted: true };
const claim = (spec: object = {}) =>
  inNamespace('kubernetes_persistent_volume_claim_v1', {
    wait_until_bound: false,
    spec: {
      access_modes: ['ReadWriteOnce'],
      storage_class_name: 'none',
      resources: { requests: { storage: '1Gi' } },
      ...spec,
    },
  });
const snapshot = (isThere: boolean): Resources => ({
  aws_ebs_volume: { volume: { ...volume, tags: { preview: 'pr-42' } } },
  ...(isThere && one('aws_ebs_snapshot', { volume_id: '${aws_ebs_volume.volume.id}' })),
});
const gone = (name: string, type: string, attributes: object) => ({
  name,
  isGone: true,
  before: one(type, attributes),
  after: one(type, attributes),
});

export const stores: readonly Case[] = [
  ...cases(
    'data-deleted',
    [
      deleted('a table', 'aws_dynamodb_table', table),
      deleted('files', 'aws_efs_file_system', files),
      deleted('a volume', 'aws_ebs_volume', volume),
      { name: 'a snapshot', before: snapshot(true), after: snapshot(false) },
      deleted('an Aurora', 'aws_rds_cluster', aurora),
      deleted('a vault of backups', 'aws_backup_vault', { name: 'vault-$' }),
      {
        name: 'a claim of a volume',
        before: claim(),
        after: inNamespace('kubernetes_persistent_volume_claim_v1'),
      },
      {
        name: 'a secret of a cluster',
        before: inNamespace('kubernetes_secret_v1', { type: 'Opaque' }),
        after: inNamespace('kubernetes_secret_v1'),
      },
    ],
    [
      // Its name and its subscriptions are in the code.
      { ...deleted('a topic', 'aws_sns_topic', { name: 'topic-$' }), others: ['schedule-suspended'] },
      deleted('a cluster of tasks without any', 'aws_ecs_cluster', { name: 'c-$' }),
      deleted('a template of servers', 'aws_launch_template', { name: 't-$', instance_type: 't3.micro' }),
      deleted('files of a preview', 'aws_efs_file_system', { ...files, tags: { preview: 'pr-42' } }),
      {
        name: 'values of a cluster',
        before: inNamespace('kubernetes_config_map_v1', { data: { size: 'small' } }),
        after: inNamespace('kubernetes_config_map_v1'),
      },
      { name: 'a claim in a namespace of a preview that goes', before: claim(), after: {} },
    ],
  ),
  ...cases(
    'data-replaced',
    [
      changed('a table of another key', 'aws_dynamodb_table', table, {
        hash_key: 'number',
        attribute: [{ name: 'number', type: 'S' }],
      }),
      changed('files with another mode', 'aws_efs_file_system', files, { performance_mode: 'maxIO' }),
      changed('a volume in another zone', 'aws_ebs_volume', volume, {
        availability_zone: '${aws_subnet.shared2.availability_zone}',
      }),
      {
        name: 'a claim of another class',
        before: claim(),
        after: claim({ storage_class_name: 'other' }),
      },
    ],
    [
      changed('a table of another price', 'aws_dynamodb_table', table, {
        table_class: 'STANDARD_INFREQUENT_ACCESS',
      }),
      changed('a bigger volume', 'aws_ebs_volume', volume, { size: 2 }),
      changed('files that move to cheaper storage', 'aws_efs_file_system', files, {
        lifecycle_policy: { transition_to_ia: 'AFTER_30_DAYS' },
      }),
    ],
  ),
  ...cases(
    'data-gone',
    [
      gone('a table that somebody has deleted', 'aws_dynamodb_table', table),
      gone('files that somebody has deleted', 'aws_efs_file_system', files),
      gone('a queue that somebody has deleted', 'aws_sqs_queue', { name: 'queue-$' }),
    ],
    [
      gone('a topic that somebody has deleted', 'aws_sns_topic', { name: 'topic-$' }),
      gone('a count of errors that somebody has deleted', 'aws_cloudwatch_log_metric_filter', {
        name: 'errors-$',
        log_group_name: '${aws_cloudwatch_log_group.shared.name}',
        pattern: 'ERROR',
        metric_transformation: { name: 'errors-$', namespace: 'Test', value: '1' },
      }),
      gone('a group of a cache', 'aws_security_group', { ...group, description: 'cache' }),
    ],
  ),
];
