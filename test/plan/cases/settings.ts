import { bucket, inBucket } from './bucket';
import { type Case, cases, changed, one, type Resources } from './case';
import { alarm, balancer, database, key, logGroup, redis, stream } from './things';

const encryption = (algorithm: string) =>
  inBucket('aws_s3_bucket_server_side_encryption_configuration', {
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: algorithm } }],
  });
const versioning = (status: string) =>
  inBucket('aws_s3_bucket_versioning', { versioning_configuration: { status } });
const expiry = (days: number, more: object = {}) =>
  inBucket('aws_s3_bucket_lifecycle_configuration', {
    rule: [{ id: 'old', status: 'Enabled', filter: {}, expiration: { days }, ...more }],
  });
const parameters = (...parameter: readonly object[]) => ({ name: 'p-$', family: 'postgres17', parameter });
const tls = (value: string) => ({ name: 'rds.force_ssl', value });
const work = (value: string) => ({ name: 'work_mem', value });

const policy = (value: string) => ({
  name: 'p-$',
  family: 'valkey8',
  parameter: [{ name: 'maxmemory-policy', value }],
});

const logging = {
  ...balancer,
  enable_deletion_protection: true,
  access_logs: { bucket: '${aws_s3_bucket.shared.id}', enabled: true },
};
const answer = { type: 'fixed-response', fixed_response: { content_type: 'text/plain', status_code: '404' } };
const listener = (attributes: object): Resources => ({
  aws_lb: { lb: logging },
  ...one('aws_lb_listener', {
    load_balancer_arn: '${aws_lb.lb.arn}',
    port: 443,
    protocol: 'HTTPS',
    ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    certificate_arn: '${aws_acm_certificate.shared.arn}',
    default_action: answer,
    ...attributes,
  }),
});

const trail = {
  name: 'trail-$',
  s3_bucket_name: '${aws_s3_bucket.shared.id}',
  enable_log_file_validation: true,
};
const images = {
  name: 'images-$',
  image_tag_mutability: 'IMMUTABLE',
  image_scanning_configuration: { scan_on_push: true },
};
const subscription = (...withGroup: readonly boolean[]): Resources => ({
  aws_cloudwatch_log_group: { logs: { ...logGroup, tags: { preview: 'pr-42' } } },
  ...(withGroup[0] &&
    one('aws_cloudwatch_log_subscription_filter', {
      name: 'all',
      log_group_name: '${aws_cloudwatch_log_group.logs.name}',
      filter_pattern: '',
      destination_arn: '${aws_kinesis_stream.shared.arn}',
      role_arn: '${aws_iam_role.shared.arn}',
    })),
});
const flow = one('aws_flow_log', {
  vpc_id: '${aws_vpc.shared.id}',
  traffic_type: 'ALL',
  log_destination: '${aws_cloudwatch_log_group.shared.arn}',
  iam_role_arn: '${aws_iam_role.shared.arn}',
});
const alarms = (count: number): Resources => ({
  aws_cloudwatch_metric_alarm: Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `alarm${index}`,
      { ...alarm, alarm_name: `alarm-$-${index}` },
    ]),
  ),
});
const receivers = (count: number): Resources => ({
  aws_sns_topic: { topic: { name: 'topic-$' } },
  aws_sns_topic_subscription: Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `to${index}`,
      {
        topic_arn: '${aws_sns_topic.topic.arn}',
        protocol: 'sqs',
        endpoint: `arn:aws:sqs:eu-central-1:999999999999:q${index}`,
      },
    ]),
  ),
});

const visibility = { cloudwatch_metrics_enabled: true, metric_name: 'test', sampled_requests_enabled: true };
const limit = (action: string) => ({
  name: 'limit',
  priority: 1,
  action: { [action]: {} },
  statement: { rate_based_statement: { limit: 1000, aggregate_key_type: 'IP' } },
  visibility_config: visibility,
});
const firewall = (...rule: readonly object[]) => ({
  name: 'acl-$',
  scope: 'REGIONAL',
  default_action: { allow: {} },
  rule,
  visibility_config: visibility,
});
const guarded = (isGuarded: boolean): Resources => ({
  aws_lb: { lb: { ...logging, tags: { preview: 'pr-42' } } },
  aws_wafv2_web_acl: { acl: firewall(limit('block')) },
  ...(isGuarded &&
    one('aws_wafv2_web_acl_association', {
      resource_arn: '${aws_lb.lb.arn}',
      web_acl_arn: '${aws_wafv2_web_acl.acl.arn}',
    })),
});

export const settings: readonly Case[] = [
  ...cases(
    'encryption-weakened',
    [
      changed('a key that no longer rotates', 'aws_kms_key', key, { enable_key_rotation: false }),
      changed('a key switched off', 'aws_kms_key', key, { is_enabled: false }),
      {
        name: 'a log group without its key',
        before: one('aws_cloudwatch_log_group', { ...logGroup, kms_key_id: '${aws_kms_key.shared.arn}' }),
        after: one('aws_cloudwatch_log_group', logGroup),
      },
      changed(
        'a database that takes connections without TLS',
        'aws_db_parameter_group',
        parameters(tls('1')),
        parameters(tls('0')),
      ),
      changed('a stream in the clear', 'aws_kinesis_stream', stream, {
        encryption_type: 'NONE',
        kms_key_id: undefined,
      }),
      {
        ...changed('a database in the clear', 'aws_db_instance', database, { storage_encrypted: false }),
        others: ['data-replaced'],
      },
      {
        name: 'a bucket without a key of its own',
        before: encryption('aws:kms'),
        after: encryption('AES256'),
      },
      { name: 'a bucket without its encryption', before: encryption('aws:kms'), after: bucket },
      {
        name: 'a listener without TLS',
        // It answers at another port as well.
        others: ['entrance-closed'],
        before: listener({}),
        after: listener({ protocol: 'HTTP', port: 80, ssl_policy: undefined, certificate_arn: undefined }),
      },
      {
        name: 'a listener of older TLS',
        before: listener({}),
        after: listener({ ssl_policy: 'ELBSecurityPolicy-2016-08' }),
      },
    ],
    [
      changed(
        'a key that rotates from now on',
        'aws_kms_key',
        { ...key, enable_key_rotation: false },
        { enable_key_rotation: true },
      ),
      changed(
        'another parameter of a database',
        'aws_db_parameter_group',
        parameters(tls('1'), work('4096')),
        parameters(tls('1'), work('8192')),
      ),
      {
        name: 'a listener of newer TLS',
        before: listener({}),
        after: listener({ ssl_policy: 'ELBSecurityPolicy-TLS13-1-3-2021-06' }),
      },
      {
        name: 'a bucket with a key of its own from now on',
        before: encryption('AES256'),
        after: encryption('aws:kms'),
      },
    ],
  ),
  ...cases(
    'retention-shortened',
    [
      changed('logs', 'aws_cloudwatch_log_group', logGroup, { retention_in_days: 3 }),
      changed(
        'logs that were kept for ever',
        'aws_cloudwatch_log_group',
        { name: '/logs/$' },
        { retention_in_days: 3653 },
      ),
      changed('backups', 'aws_db_instance', database, { backup_retention_period: 1 }),
      changed('snapshots of a cache', 'aws_elasticache_replication_group', redis, {
        snapshot_retention_limit: 0,
      }),
      changed('records', 'aws_kinesis_stream', stream, { retention_period: 24 }),
      changed('what a deleted key leaves', 'aws_kms_key', key, { deletion_window_in_days: 7 }),
      changed(
        'keys of a full cache',
        'aws_elasticache_parameter_group',
        policy('noeviction'),
        policy('allkeys-lru'),
      ),
      { name: 'objects', before: expiry(365), after: expiry(30) },
      { name: 'objects that were kept for ever', before: bucket, after: expiry(30) },
    ],
    [
      changed('logs, longer', 'aws_cloudwatch_log_group', logGroup, { retention_in_days: 90 }),
      changed('backups, longer', 'aws_db_instance', database, { backup_retention_period: 14 }),
      changed(
        'keys of a full cache, longer',
        'aws_elasticache_parameter_group',
        policy('allkeys-lru'),
        policy('noeviction'),
      ),
      { name: 'objects, longer', before: expiry(30), after: expiry(365) },
    ],
  ),
  ...cases(
    'protection-removed',
    [
      changed('a database that may be deleted', 'aws_db_instance', database, { deletion_protection: false }),
      changed('a database without a last snapshot', 'aws_db_instance', database, {
        skip_final_snapshot: true,
        final_snapshot_identifier: undefined,
      }),
      changed('a load balancer that may be deleted', 'aws_lb', logging, {
        enable_deletion_protection: false,
      }),
      changed(
        'a bucket that may be deleted with its objects',
        'aws_s3_bucket',
        { bucket: 'data-$' },
        { force_destroy: true },
      ),
      { name: 'a bucket without versions', before: versioning('Enabled'), after: versioning('Suspended') },
      { name: 'a bucket whose versioning is taken', before: versioning('Enabled'), after: bucket },
      changed('images whose tags may change', 'aws_ecr_repository', images, {
        image_tag_mutability: 'MUTABLE',
      }),
    ],
    [
      changed(
        'a database that may no longer be deleted',
        'aws_db_instance',
        { ...database, deletion_protection: false },
        { deletion_protection: true },
      ),
      {
        name: 'a bucket with versions from now on',
        before: versioning('Suspended'),
        after: versioning('Enabled'),
      },
      { name: 'a bucket deleted with its versioning', before: versioning('Enabled'), after: {} },
    ],
  ),
  ...cases(
    'audit-off',
    [
      changed('a trail that stands still', 'aws_cloudtrail', trail, { enable_logging: false }),
      changed('a trail that can be changed', 'aws_cloudtrail', trail, { enable_log_file_validation: false }),
      { name: 'flow logs deleted', before: flow, after: {} },
      {
        name: 'logs that no longer reach the archive',
        before: subscription(true),
        after: subscription(false),
      },
      changed('a load balancer that logs no requests', 'aws_lb', logging, {
        access_logs: { ...logging.access_logs, enabled: false },
      }),
      changed('images that are not scanned', 'aws_ecr_repository', images, {
        image_scanning_configuration: { scan_on_push: false },
      }),
    ],
    [
      { name: 'a log group deleted with its subscription', before: subscription(true), after: {} },
      changed('a trail of more regions', 'aws_cloudtrail', trail, { is_multi_region_trail: true }),
      { name: 'flow logs of new', before: {}, after: flow },
    ],
  ),
  ...cases(
    'alarms-off',
    [
      changed('an alarm that tells nobody', 'aws_cloudwatch_metric_alarm', alarm, { actions_enabled: false }),
      changed('an alarm without a receiver', 'aws_cloudwatch_metric_alarm', alarm, { alarm_actions: [] }),
      changed('an alarm of another threshold', 'aws_cloudwatch_metric_alarm', alarm, { threshold: 5 }),
      { name: 'many alarms deleted', before: alarms(5), after: alarms(1) },
      { name: 'a receiver deleted', before: receivers(2), after: receivers(1) },
    ],
    [
      { name: 'an alarm deleted', before: alarms(2), after: alarms(1) },
      { name: 'a receiver more', before: receivers(1), after: receivers(2) },
      { name: 'a topic deleted with its receivers', before: receivers(1), after: {} },
    ],
  ),
  ...cases(
    'firewall-weakened',
    [
      changed(
        'a rule that only counts',
        'aws_wafv2_web_acl',
        firewall(limit('block')),
        firewall(limit('count')),
      ),
      changed('a rule less', 'aws_wafv2_web_acl', firewall(limit('block')), { rule: [] }),
      { name: 'a load balancer without a firewall', before: guarded(true), after: guarded(false) },
    ],
    [
      changed('a rule more', 'aws_wafv2_web_acl', firewall(), firewall(limit('block'))),
      { name: 'a firewall where there was none', before: guarded(false), after: guarded(true) },
    ],
  ),
];
