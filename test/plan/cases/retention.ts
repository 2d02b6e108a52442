import { bucket } from './bucket';
import { type Case, cases, changed, one, type Resources } from './case';
import { role } from './things';

// What is still kept, and for a shorter time, or less of it.

const lifecycle = (...rule: readonly object[]): Resources => ({
  ...bucket,
  ...one('aws_s3_bucket_lifecycle_configuration', { bucket: '${aws_s3_bucket.bucket.id}', rule }),
});
const expires = (id: string, days: number, filter: object = {}) => ({
  id,
  status: 'Enabled',
  filter,
  expiration: { days },
});
const earlierVersions = (noncurrent_days: number) =>
  lifecycle({
    id: 'old',
    status: 'Enabled',
    filter: {},
    noncurrent_version_expiration: { noncurrent_days },
  });
const locked = (default_retention: object): Resources => ({
  aws_s3_bucket: {
    bucket: { bucket: 'data-$', object_lock_enabled: true, tags: { preview: 'pr-42' } },
  },
  ...one('aws_s3_bucket_object_lock_configuration', {
    bucket: '${aws_s3_bucket.bucket.id}',
    rule: { default_retention },
  }),
});

const images = (rule: object): Resources => ({
  aws_ecr_repository: { images: { name: 'images-$', tags: { preview: 'pr-42' } } },
  ...one('aws_ecr_lifecycle_policy', {
    repository: '${aws_ecr_repository.images.name}',
    policy: JSON.stringify({
      rules: [
        {
          rulePriority: 1,
          selection: { tagStatus: 'any', countType: 'imageCountMoreThan', ...rule },
          action: { type: 'expire' },
        },
      ],
    }),
  }),
});

const queue = { name: 'queue-$', message_retention_seconds: 345600 };
const table = {
  name: 'table-$',
  billing_mode: 'PAY_PER_REQUEST',
  hash_key: 'id',
  attribute: { name: 'id', type: 'S' },
  point_in_time_recovery: { enabled: true },
};
const DATABASES = 'arn:aws:rds:eu-central-1:999999999999:db:*';
const BUCKETS = 'arn:aws:s3:::*';
const backup = (days: number, schedule: string, ...resources: readonly string[]): Resources => ({
  aws_backup_vault: { vault: { name: 'vault-$' } },
  aws_backup_plan: {
    plan: {
      name: 'plan-$',
      rule: [
        {
          rule_name: 'daily',
          target_vault_name: '${aws_backup_vault.vault.name}',
          schedule,
          lifecycle: { delete_after: days },
        },
      ],
    },
  },
  aws_iam_role: {
    backup: { ...role, assume_role_policy: role.assume_role_policy.replace('ec2', 'backup') },
  },
  aws_backup_selection: {
    selection: {
      name: 'selection-$',
      plan_id: '${aws_backup_plan.plan.id}',
      iam_role_arn: '${aws_iam_role.backup.arn}',
      resources,
    },
  },
});
const DAILY = 'cron(0 5 ? * * *)';
const WEEKLY = 'cron(0 5 ? * SUN *)';

export const retention: readonly Case[] = [
  ...cases(
    'retention-shortened',
    [
      {
        name: 'all objects in place of some',
        before: lifecycle(expires('tmp', 30, { prefix: 'tmp/' })),
        after: lifecycle(expires('tmp', 30)),
      },
      { name: 'earlier versions of objects', before: earlierVersions(365), after: earlierVersions(1) },
      {
        name: 'locked objects, by years',
        before: locked({ mode: 'COMPLIANCE', years: 7 }),
        after: locked({ mode: 'COMPLIANCE', days: 365 }),
      },
      {
        name: 'images',
        before: images({ countNumber: 200 }),
        after: images({ countNumber: 1 }),
      },
      changed('messages of a queue', 'aws_sqs_queue', queue, { message_retention_seconds: 60 }),
      changed('a table without a way back', 'aws_dynamodb_table', table, {
        point_in_time_recovery: { enabled: false },
      }),
      {
        name: 'backups of a vault, and more seldom ones',
        before: backup(35, DAILY, DATABASES),
        after: backup(7, WEEKLY, DATABASES),
      },
      {
        name: 'backups of one kind less',
        before: backup(35, DAILY, DATABASES, BUCKETS),
        after: backup(35, DAILY, DATABASES),
      },
    ],
    [
      // Its name says nothing.
      {
        name: 'a lifecycle rule of another name',
        before: lifecycle(expires('old', 30)),
        after: lifecycle(expires('stale', 30)),
      },
      // Nothing of it was kept for longer.
      {
        name: 'a lifecycle rule in two',
        before: lifecycle(expires('old', 30)),
        after: lifecycle(expires('logs', 30, { prefix: 'logs/' }), expires('tmp', 60, { prefix: 'tmp/' })),
      },
      {
        name: 'locked objects, in days as many',
        before: locked({ mode: 'COMPLIANCE', years: 1 }),
        after: locked({ mode: 'COMPLIANCE', days: 365 }),
      },
      { name: 'images, more', before: images({ countNumber: 1 }), after: images({ countNumber: 200 }) },
      changed('messages of a queue, longer', 'aws_sqs_queue', queue, { message_retention_seconds: 1209600 }),
      {
        name: 'backups of one kind more, for longer',
        before: backup(7, WEEKLY, DATABASES),
        after: backup(35, DAILY, DATABASES, BUCKETS),
      },
    ],
  ),
];
