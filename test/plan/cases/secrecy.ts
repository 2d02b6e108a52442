import { inBucket } from './bucket';
import { type Case, cases, changed, created, deleted, one, type Resources } from './case';
import { balancer, database, logGroup } from './things';

// What is encrypted, protected, recorded and asked, of types that the platform itself does not have.

const queue = { name: 'queue-$', sqs_managed_sse_enabled: true };
const parameter = { name: '/secret/$', type: 'SecureString', value: 'first' };
const topic = { name: 'topic-$', kms_master_key_id: '${aws_kms_key.shared.arn}' };
const volume = (encrypted: boolean) => ({
  availability_zone: '${aws_subnet.shared.availability_zone}',
  size: 1,
  encrypted,
});
const plain = (default_action: object): Resources => ({
  aws_lb: { lb: balancer },
  aws_lb_target_group: {
    web: {
      name: 'tg-$',
      port: 80,
      protocol: 'HTTP',
      target_type: 'ip',
      vpc_id: '${aws_vpc.shared.id}',
    },
  },
  ...one('aws_lb_listener', {
    load_balancer_arn: '${aws_lb.lb.arn}',
    port: 80,
    protocol: 'HTTP',
    default_action,
  }),
});
const redirect = (status_code: string) => ({
  type: 'redirect',
  redirect: { protocol: 'HTTPS', port: '443', status_code },
});
const site = (viewer_protocol_policy: string) => ({
  enabled: true,
  origin: {
    domain_name: 'origin.example',
    origin_id: 'app',
    custom_origin_config: {
      http_port: 80,
      https_port: 443,
      origin_protocol_policy: 'https-only',
      origin_ssl_protocols: ['TLSv1.2'],
    },
  },
  default_cache_behavior: {
    target_origin_id: 'app',
    viewer_protocol_policy,
    allowed_methods: ['GET', 'HEAD'],
    cached_methods: ['GET', 'HEAD'],
    cache_policy_id: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  },
  restrictions: { geo_restriction: { restriction_type: 'none' } },
  viewer_certificate: { cloudfront_default_certificate: true },
});

const table = {
  name: 'table-$',
  billing_mode: 'PAY_PER_REQUEST',
  hash_key: 'id',
  attribute: { name: 'id', type: 'S' },
  deletion_protection_enabled: true,
};
const images = { name: 'images-$', image_tag_mutability: 'IMMUTABLE' };
const owned = (object_ownership: string) =>
  inBucket('aws_s3_bucket_ownership_controls', { rule: { object_ownership } });

const flow = {
  subnet_id: '${aws_subnet.shared.id}',
  traffic_type: 'ALL',
  log_destination: '${aws_cloudwatch_log_group.shared.arn}',
  iam_role_arn: '${aws_iam_role.shared.arn}',
};
const cluster = (...enabled_cluster_log_types: readonly string[]) => ({
  name: 'c-$',
  role_arn: '${aws_iam_role.shared.arn}',
  enabled_cluster_log_types,
  vpc_config: {
    subnet_ids: ['${aws_subnet.shared.id}', '${aws_subnet.shared2.id}'],
    endpoint_public_access: false,
    endpoint_private_access: true,
  },
});
const trail = { name: 'trail-$', s3_bucket_name: '${aws_s3_bucket.shared.id}' };
const forwarded = (filter_pattern: string): Resources => ({
  aws_cloudwatch_log_group: { logs: { ...logGroup, tags: { preview: 'pr-42' } } },
  ...one('aws_cloudwatch_log_subscription_filter', {
    name: 'all',
    log_group_name: '${aws_cloudwatch_log_group.logs.name}',
    filter_pattern,
    destination_arn: '${aws_kinesis_stream.shared.arn}',
    role_arn: '${aws_iam_role.shared.arn}',
  }),
});
const visited = (isLogged: boolean) =>
  inBucket(
    'aws_s3_bucket_logging',
    isLogged ? { target_bucket: '${aws_s3_bucket.shared.id}', target_prefix: 'visits/' } : undefined,
  );

const servers = (http_tokens: string) => ({
  name: 'servers-$',
  instance_type: 't3.micro',
  metadata_options: { http_endpoint: 'enabled', http_tokens },
});
const passwords = {
  minimum_password_length: 14,
  require_symbols: true,
  allow_users_to_change_password: true,
};
const granted = (acl: string): Resources => ({
  ...owned('BucketOwnerPreferred'),
  ...one('aws_s3_bucket_acl', {
    bucket: '${aws_s3_bucket_ownership_controls.it.bucket}',
    acl,
  }),
});

export const secrecy: readonly Case[] = [
  ...cases(
    'encryption-weakened',
    [
      changed('a queue in the clear', 'aws_sqs_queue', queue, { sqs_managed_sse_enabled: false }),
      changed('a secret parameter in the clear', 'aws_ssm_parameter', parameter, { type: 'String' }),
      changed('a topic without its key', 'aws_sns_topic', topic, { kms_master_key_id: undefined }),
      created('a new volume in the clear', 'aws_ebs_volume', volume(false)),
      created('new files in the clear', 'aws_efs_file_system', { creation_token: '$', encrypted: false }),
      {
        name: 'a listener that no longer sends to HTTPS',
        before: plain(redirect('HTTP_301')),
        after: plain({ type: 'forward', target_group_arn: '${aws_lb_target_group.web.arn}' }),
      },
      created('a new site that is asked without TLS', 'aws_cloudfront_distribution', site('allow-all')),
    ],
    [
      // A key of its own is more than that of the service.
      changed('a queue with a key of its own', 'aws_sqs_queue', queue, {
        sqs_managed_sse_enabled: undefined,
        kms_master_key_id: '${aws_kms_key.shared.arn}',
      }),
      changed(
        'a topic with a key from now on',
        'aws_sns_topic',
        { ...topic, kms_master_key_id: undefined },
        topic,
      ),
      created('a new encrypted volume', 'aws_ebs_volume', volume(true)),
      {
        name: 'a listener that sends to HTTPS by another status',
        before: plain(redirect('HTTP_302')),
        after: plain(redirect('HTTP_301')),
      },
      created('a new site that sends to HTTPS', 'aws_cloudfront_distribution', site('redirect-to-https')),
    ],
  ),
  ...cases(
    'protection-removed',
    [
      changed('a table that may be deleted', 'aws_dynamodb_table', table, {
        deletion_protection_enabled: false,
      }),
      changed('images that may be deleted', 'aws_ecr_repository', images, { force_delete: true }),
      {
        name: 'a bucket whose access lists decide',
        before: owned('BucketOwnerEnforced'),
        after: owned('ObjectWriter'),
      },
    ],
    [
      changed(
        'a table that may no longer be deleted',
        'aws_dynamodb_table',
        { ...table, deletion_protection_enabled: false },
        { deletion_protection_enabled: true },
      ),
      {
        name: 'a bucket whose owner decides',
        before: owned('ObjectWriter'),
        after: owned('BucketOwnerEnforced'),
      },
    ],
  ),
  ...cases(
    'audit-off',
    [
      changed('flow logs of refused connections alone', 'aws_flow_log', flow, { traffic_type: 'REJECT' }),
      changed(
        'a cluster that does not log who asks what',
        'aws_eks_cluster',
        cluster('api', 'audit'),
        cluster('api'),
      ),
      changed('a trail of what changes alone', 'aws_cloudtrail', trail, {
        event_selector: { read_write_type: 'WriteOnly' },
      }),
      { name: 'some of the logs alone', before: forwarded(''), after: forwarded('ERROR') },
      { name: 'a bucket that does not log who reads it', before: visited(true), after: visited(false) },
      changed(
        'a database that sends fewer logs',
        'aws_db_instance',
        { ...database, enabled_cloudwatch_logs_exports: ['postgresql', 'upgrade'] },
        { enabled_cloudwatch_logs_exports: ['upgrade'] },
      ),
    ],
    [
      changed(
        'a cluster that logs more',
        'aws_eks_cluster',
        cluster('api'),
        cluster('api', 'audit', 'authenticator'),
      ),
      { name: 'all of the logs again', before: forwarded('ERROR'), after: forwarded('') },
      { name: 'a bucket that goes with its logs', before: visited(true), after: {} },
    ],
  ),
  ...cases(
    'public-access',
    [
      changed('shorter passwords', 'aws_iam_account_password_policy', passwords, {
        minimum_password_length: 6,
      }),
      changed(
        'servers that ask for no token',
        'aws_launch_template',
        servers('required'),
        servers('optional'),
      ),
      created('new servers that ask for no token', 'aws_launch_template', servers('optional')),
      { name: 'a bucket that everybody may read', before: granted('private'), after: granted('public-read') },
      created('a new function that everybody may call', 'aws_lambda_function_url', {
        function_name: 'function-$',
        authorization_type: 'NONE',
      }),
    ],
    [
      changed(
        'servers that ask for a token',
        'aws_launch_template',
        servers('optional'),
        servers('required'),
      ),
      // Nothing else hangs on them.
      deleted('servers that go', 'aws_launch_template', servers('required')),
      created('a new function that roles may call', 'aws_lambda_function_url', {
        function_name: 'function-$',
        authorization_type: 'AWS_IAM',
      }),
    ],
  ),
];
