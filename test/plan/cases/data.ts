import { type Case, cases, changed, created, deleted, one } from './case';
import { database, group, key, logGroup, redis, role, stream } from './things';

const disposable = { ...database, deletion_protection: false };
const trail = { name: 'trail-$', s3_bucket_name: 'trail-$' };
const preview = { tags: { preview: 'pr-42' } };

export const data: readonly Case[] = [
  ...cases(
    'data-deleted',
    [
      deleted('a database', 'aws_db_instance', disposable),
      deleted('a Redis', 'aws_elasticache_replication_group', redis),
      deleted('a Memcached', 'aws_elasticache_cluster', {
        cluster_id: 'm-$',
        engine: 'memcached',
        node_type: 'cache.t4g.micro',
        num_cache_nodes: 1,
      }),
      deleted('a bucket', 'aws_s3_bucket', { bucket: 'data-$' }),
      deleted('a key', 'aws_kms_key', key),
      deleted('a stream', 'aws_kinesis_stream', stream),
      deleted('a log group', 'aws_cloudwatch_log_group', logGroup),
      deleted('a secret', 'aws_secretsmanager_secret', { name: 'secret-$' }),
      deleted('a zone', 'aws_route53_zone', { name: '$.example' }),
      deleted('an image repository', 'aws_ecr_repository', { name: 'images-$' }),
      deleted('a trail', 'aws_cloudtrail', { ...trail, s3_bucket_name: '${aws_s3_bucket.shared.id}' }),
      deleted('a namespace', 'kubernetes_namespace_v1', { metadata: { name: 'n-$' } }),
    ],
    [
      deleted('a bucket of a preview', 'aws_s3_bucket', { bucket: 'data-$', ...preview }),
      deleted('a namespace of a preview', 'kubernetes_namespace_v1', {
        metadata: { name: 'n-$', labels: { preview: 'pr-42' } },
      }),
      deleted('a security group, which holds nothing', 'aws_security_group', group),
      deleted('a role, which holds nothing', 'aws_iam_role', role),
      created('a new database', 'aws_db_instance', disposable),
    ],
  ),
  ...cases(
    'data-replaced',
    [
      changed('a database of another name', 'aws_db_instance', disposable, {
        engine: 'mysql',
        engine_version: '8.4.5',
      }),
      changed('a bucket of another name', 'aws_s3_bucket', { bucket: 'data-$' }, { bucket: 'other-$' }),
      changed('a log group of another name', 'aws_cloudwatch_log_group', logGroup, { name: '/other/$' }),
      changed(
        'a secret of another name',
        'aws_secretsmanager_secret',
        { name: 'secret-$' },
        { name: 'other-$' },
      ),
    ],
    [
      changed('a database of another size', 'aws_db_instance', database, { instance_class: 'db.t4g.medium' }),
      changed('a security group of another description', 'aws_security_group', group, {
        description: 'other',
      }),
      changed(
        'a bucket of a preview of another name',
        'aws_s3_bucket',
        { bucket: 'data-$', ...preview },
        { bucket: 'other-$' },
      ),
    ],
  ),
  ...cases(
    'marked-as-preview',
    [changed('a log group', 'aws_cloudwatch_log_group', logGroup, preview)],
    [
      changed('a log group that gets another tag', 'aws_cloudwatch_log_group', logGroup, {
        tags: { team: 'shop' },
      }),
      {
        name: 'a log group that a preview makes',
        before: {},
        after: one('aws_cloudwatch_log_group', { ...logGroup, ...preview }),
      },
    ],
  ),
];
