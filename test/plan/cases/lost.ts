import { type Case, cases, changed, deleted, kindOfObjects, one, type Resources } from './case';
import { database, group, logGroup, role } from './things';

const disposable = { ...database, deletion_protection: false, skip_final_snapshot: true };
const parameter = { name: '/parameter/$', type: 'SecureString', value: 'first' };
const queue = { name: 'queue-$' };
const address = { domain: 'vpc' };
const plan = {
  name: 'plan-$',
  rule: [{ rule_name: 'daily', target_vault_name: '${aws_backup_vault.vault.name}' }],
};
const selection = {
  name: 'selection-$',
  plan_id: '${aws_backup_plan.plan.id}',
  iam_role_arn: '${aws_iam_role.backup.arn}',
  resources: ['arn:aws:rds:eu-central-1:999999999999:db:*'],
};
const backup = (parts: Resources): Resources => ({
  aws_backup_vault: { vault: { name: 'vault-$' } },
  aws_backup_plan: { plan },
  aws_iam_role: {
    backup: { ...role, assume_role_policy: role.assume_role_policy.replace('ec2', 'backup') },
  },
  ...parts,
});
const filter = {
  name: 'errors',
  log_group_name: '${aws_cloudwatch_log_group.group.name}',
  pattern: 'ERROR',
  metric_transformation: { name: 'errors-$', namespace: 'Test', value: '1' },
};
const filtered = (parts: Resources): Resources => ({
  aws_cloudwatch_log_group: { group: logGroup },
  ...parts,
});
const object = (apiVersion: string, kind: string, more: object) => ({
  manifest: { apiVersion, kind, metadata: { name: 'o-$' }, ...more },
});
const thing = (more?: object) => object('corpus.example/v1', 'Thing', { spec: { size: 'small' }, ...more });
const gone = (name: string, type: string, attributes: object) => ({
  name,
  isGone: true,
  before: one(type, attributes),
  after: one(type, attributes),
});

/** What is lost with things of every type, and without anybody's doing. */
export const lost: readonly Case[] = [
  ...cases(
    'data-deleted',
    [
      deleted('a queue', 'aws_sqs_queue', queue),
      deleted('a secret parameter', 'aws_ssm_parameter', parameter),
      deleted('an address that partners let through', 'aws_eip', address),
      deleted('a kind of objects, and every object of it', 'kubernetes_manifest', {
        manifest: {
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          metadata: { name: 'parts.$.example' },
          spec: kindOfObjects('Part', '$.example'),
        },
      }),
      deleted('a claim of a volume, by a manifest', 'kubernetes_manifest', {
        manifest: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'claim-$', namespace: 'default' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      }),
      {
        name: 'a log group that another address makes anew, without a move',
        before: { aws_cloudwatch_log_group: { old: logGroup } },
        after: { aws_cloudwatch_log_group: { new: logGroup } },
      },
    ],
    [
      deleted('a parameter whose value is in the code', 'aws_ssm_parameter', {
        ...parameter,
        type: 'String',
      }),
      deleted('a set of values, by a manifest', 'kubernetes_manifest', {
        manifest: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'map-$', namespace: 'default' },
          data: { size: 'small' },
        },
      }),
    ],
  ),
  ...cases(
    'data-replaced',
    [
      changed('a queue that becomes one in order', 'aws_sqs_queue', queue, {
        name: 'queue-$.fifo',
        fifo_queue: true,
      }),
    ],
    [changed('a queue that waits longer', 'aws_sqs_queue', queue, { visibility_timeout_seconds: 60 })],
  ),
  ...cases(
    'data-gone',
    [
      gone('a database that somebody has deleted', 'aws_db_instance', disposable),
      gone('a bucket that somebody has deleted', 'aws_s3_bucket', { bucket: 'data-$' }),
      gone('an address that somebody has released', 'aws_eip', address),
    ],
    [
      gone('a security group that somebody has deleted', 'aws_security_group', group),
      gone('a role that somebody has deleted', 'aws_iam_role', role),
      gone('a log group of a preview', 'aws_cloudwatch_log_group', {
        ...logGroup,
        tags: { preview: 'pr-42' },
      }),
    ],
  ),
  ...cases(
    'type-unknown',
    [deleted('an object of a kind that nobody knows', 'kubernetes_manifest', thing())],
    [
      {
        name: 'one of a preview',
        before: one(
          'kubernetes_manifest',
          thing({ metadata: { name: 'o-$', labels: { preview: 'pr-42' } } }),
        ),
        after: {},
      },
      { name: 'a new one', before: {}, after: one('kubernetes_manifest', thing()) },
      {
        name: 'one that gets bigger',
        before: one('kubernetes_manifest', thing()),
        after: one('kubernetes_manifest', thing({ spec: { size: 'big' } })),
      },
    ],
  ),
  ...cases(
    'safeguard-removed',
    [
      {
        name: 'what is backed up',
        before: backup(one('aws_backup_selection', selection)),
        after: backup({}),
      },
      {
        name: 'what is counted in logs',
        before: filtered(one('aws_cloudwatch_log_metric_filter', filter)),
        after: filtered({}),
      },
      deleted('what looks for access from outside', 'aws_accessanalyzer_analyzer', { analyzer_name: 'a-$' }),
      deleted('what tells of costs', 'aws_budgets_budget', {
        name: 'budget-$',
        budget_type: 'COST',
        limit_amount: '100',
        limit_unit: 'USD',
        time_unit: 'MONTHLY',
      }),
    ],
    [
      {
        name: 'the same under another name',
        before: backup({ aws_backup_selection: { old: selection } }),
        after: backup({ aws_backup_selection: { new: { ...selection, name: 'other-$' } } }),
      },
      {
        name: 'one that is made anew, as it can have another name only so',
        before: backup(one('aws_backup_selection', selection)),
        after: backup(one('aws_backup_selection', { ...selection, name: 'other-$' })),
      },
      {
        name: 'what is counted in logs that are deleted, which is told',
        others: ['data-deleted'],
        before: filtered(one('aws_cloudwatch_log_metric_filter', filter)),
        after: {},
      },
    ],
  ),
];
