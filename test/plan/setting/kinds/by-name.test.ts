import { Plan } from '../../../../plan/plan';
import { findings } from '../../../../plan/rules';
import { entry, planJson } from '../../made';
import { block, found, judged, type Step } from './judged';

// Types that the emulator does not have. The attributes are those of the provider (schema.test.ts reads them there).

const own = 'arn:aws:kms:eu-central-1:111111111111:key/a';
const E = 'encryption-weakened';
const R = 'retention-shortened';
const P = 'protection-removed';
const A = 'audit-off';
const X = 'public-access';
const S = 'public-access';

const sessions = (group: string) => JSON.stringify({ inputs: { cloudWatchLogGroupName: group } });

const STEPS: readonly Step[] = [
  ['aws_amplify_branch', 'enable_basic_auth', true, false, S],
  ['aws_sagemaker_model', 'enable_network_isolation', true, false, X],
  ['aws_grafana_workspace', 'network_access_control', [{ prefix_list_ids: ['pl-1'] }], [], X],
  ['aws_quicksight_ip_restriction', 'enabled', true, false, X],
  ['aws_athena_workgroup', 'configuration.enforce_workgroup_configuration', true, false, E],
  ['aws_rds_cluster', 'backtrack_window', 86_400, 0, R],
  ['aws_eks_cluster', 'access_config.authentication_mode', 'API', 'API_AND_CONFIG_MAP', S],
  ['aws_s3_object', 'acl', 'private', 'public-read', X],
  [
    'aws_cloudfront_distribution',
    'default_cache_behavior.function_association',
    [{ event_type: 'viewer-request', function_arn: 'auth:1' }],
    [],
    S,
  ],
  ['aws_cognito_user_pool_client', 'refresh_token_validity', 1, 3650, S],
  ['aws_cognito_user_pool', 'lambda_config.pre_sign_up', 'arn', '', S],
  ['aws_memorydb_cluster', 'acl_name', 'app', 'open-access', S],
  ['aws_db_instance', 'manage_master_user_password', true, null, S],
  ['aws_s3_bucket_cors_configuration', 'cors_rule.allowed_origins', ['https://a.example'], ['*'], S],
  ['aws_apigatewayv2_domain_name', 'mutual_tls_authentication', [{ truststore_uri: 's3://a' }], [], S],
  ['aws_api_gateway_usage_plan', 'throttle_settings', [{ rate_limit: 10 }], [], S],
  ['aws_efs_access_point', 'posix_user.uid', 1000, 0, S],
  ['aws_instance', 'source_dest_check', true, false, X],
  ['aws_ec2_serial_console_access', 'enabled', false, true, X],
  ['aws_cloudfront_distribution', 'restrictions.geo_restriction.restriction_type', 'whitelist', 'none', X],
  [
    'aws_cloudfront_response_headers_policy',
    'security_headers_config.strict_transport_security',
    [{ override: true }],
    [],
    E,
  ],
  ['aws_db_instance', 'parameter_group_name', 'dev-orders', 'default.mysql8.4', P],
  ['aws_elasticache_replication_group', 'parameter_group_name', 'dev-sessions', 'default.valkey8', P],
  ['aws_codepipeline', 'stage', [{ action: [{ category: 'Approval' }] }], [{ action: [] }], P],
  ['aws_ssm_document', 'content', sessions('people'), sessions(''), A],
  ['aws_kinesis_stream', 'encryption_type', 'KMS', 'NONE', E],
  ['aws_route53_hosted_zone_dnssec', 'signing_status', 'SIGNING', 'NOT_SIGNING', E],
  ['aws_transfer_server', 'protocols', ['SFTP'], ['SFTP', 'FTP'], E],
  ['aws_efs_file_system', 'protection.replication_overwrite', 'ENABLED', 'DISABLED', P],
  ['aws_macie2_classification_job', 'job_status', 'RUNNING', 'USER_PAUSED', A],
  ['aws_config_config_rule', 'scope.compliance_resource_types', ['a', 'b'], ['a'], A],
  ['aws_guardduty_organization_configuration', 'auto_enable_organization_members', 'ALL', 'NONE', A],
  ['aws_guardduty_threatintelset', 'activate', true, false, A],
  ['aws_sqs_queue', 'redrive_policy', '{"deadLetterTargetArn":"a","maxReceiveCount":5}', '', R],
  ['aws_lambda_function', 'dead_letter_config', [{ target_arn: 'a' }], [], R],
  ['aws_sns_topic_subscription', 'redrive_policy', '{"deadLetterTargetArn":"a"}', '', R],
  ['aws_lambda_function', 'code_signing_config_arn', 'csc-1', '', S],
  ['aws_lambda_code_signing_config', 'policies.untrusted_artifact_on_deployment', 'Enforce', 'Warn', S],
  ['aws_cloudfront_distribution', 'default_cache_behavior.trusted_key_groups', ['k'], [], S],
  ['aws_cloudfront_distribution', 'origin.origin_access_control_id', 'E1', '', S],
  ['aws_cognito_user_pool_client', 'enable_token_revocation', true, false, S],
  ['aws_apigatewayv2_route', 'authorization_type', 'JWT', 'NONE', S],
  ['aws_macie2_account', 'status', 'ENABLED', 'PAUSED', A],
  ['aws_cognito_user_pool', 'mfa_configuration', 'ON', 'OPTIONAL', S],
  ['aws_cognito_user_pool', 'password_policy.minimum_length', 14, 6, S],
  ['aws_cognito_user_pool', 'password_policy.require_symbols', true, false, S],
  ['aws_cognito_user_pool', 'user_pool_add_ons.advanced_security_mode', 'ENFORCED', 'OFF', S],
  ['aws_cognito_user_pool', 'deletion_protection', 'ACTIVE', 'INACTIVE', P],
  ['aws_cognito_user_pool_client', 'prevent_user_existence_errors', 'ENABLED', 'LEGACY', S],
  ['aws_msk_cluster', 'encryption_info.encryption_in_transit.client_broker', 'TLS', 'TLS_PLAINTEXT', E],
  ['aws_msk_cluster', 'encryption_info.encryption_in_transit.in_cluster', true, false, E],
  ['aws_msk_cluster', 'encryption_info.encryption_at_rest_kms_key_arn', own, null, E],
  ['aws_msk_cluster', 'client_authentication.unauthenticated', false, true, S],
  [
    'aws_msk_cluster',
    'broker_node_group_info.connectivity_info.public_access.type',
    'DISABLED',
    'SERVICE_PROVIDED_EIPS',
    X,
  ],
  ['aws_msk_cluster', 'logging_info.broker_logs.cloudwatch_logs.enabled', true, false, A],
  ['aws_fsx_windows_file_system', 'automatic_backup_retention_days', 30, 0, R],
  ['aws_fsx_ontap_volume', 'skip_final_backup', false, true, P],
  ['aws_redshift_cluster', 'encrypted', true, false, E],
  ['aws_redshift_cluster', 'automated_snapshot_retention_period', 30, 1, R],
  ['aws_redshift_cluster', 'publicly_accessible', false, true, X],
  ['aws_opensearch_domain', 'domain_endpoint_options.enforce_https', true, false, E],
  [
    'aws_opensearch_domain',
    'domain_endpoint_options.tls_security_policy',
    'Policy-Min-TLS-1-2-PFS-2023-10',
    'Policy-Min-TLS-1-0-2019-07',
    E,
  ],
  ['aws_opensearch_domain', 'encrypt_at_rest.enabled', true, false, E],
  ['aws_opensearch_domain', 'node_to_node_encryption.enabled', true, false, E],
  ['aws_opensearch_domain', 'advanced_security_options.enabled', true, false, S],
  ['aws_docdb_cluster', 'enabled_cloudwatch_logs_exports', ['audit', 'profiler'], ['profiler'], A],
  ['aws_neptune_cluster', 'iam_database_authentication_enabled', true, false, S],
  ['aws_dynamodb_table', 'point_in_time_recovery.enabled', true, false, R],
  ['aws_dynamodb_table', 'point_in_time_recovery.recovery_period_in_days', 35, 1, R],
  ['aws_dynamodb_table', 'deletion_protection_enabled', true, false, P],
  ['aws_dynamodb_table', 'server_side_encryption.kms_key_arn', own, 'alias/aws/dynamodb', E],
  ['aws_efs_file_system', 'encrypted', true, false, E],
  ['aws_kinesis_video_stream', 'data_retention_in_hours', 72, 1, R],
  [
    'aws_glue_security_configuration',
    'encryption_configuration.s3_encryption.s3_encryption_mode',
    'SSE-KMS',
    'DISABLED',
    E,
  ],
  [
    'aws_athena_workgroup',
    'configuration.result_configuration.encryption_configuration.encryption_option',
    'SSE_KMS',
    'SSE_S3',
    E,
  ],
  ['aws_api_gateway_domain_name', 'security_policy', 'TLS_1_2', 'TLS_1_0', E],
  ['aws_api_gateway_method', 'authorization', 'AWS_IAM', 'NONE', S],
  ['aws_apigatewayv2_stage', 'access_log_settings', [{ destination_arn: 'a' }], [], A],
  [
    'aws_cloudfront_distribution',
    'viewer_certificate.minimum_protocol_version',
    'TLSv1.2_2021',
    'TLSv1_2016',
    E,
  ],
  [
    'aws_cloudfront_distribution',
    'default_cache_behavior.viewer_protocol_policy',
    'https-only',
    'allow-all',
    E,
  ],
  [
    'aws_cloudfront_distribution',
    'origin.custom_origin_config.origin_ssl_protocols',
    ['TLSv1.2'],
    ['TLSv1', 'TLSv1.2'],
    E,
  ],
  ['aws_appsync_graphql_api', 'authentication_type', 'AWS_IAM', 'API_KEY', S],
  ['aws_appsync_graphql_api', 'visibility', 'PRIVATE', 'GLOBAL', X],
  ['aws_appsync_api_cache', 'transit_encryption_enabled', true, false, E],
  ['aws_codebuild_project', 'encryption_key', own, null, E],
  ['aws_codebuild_project', 'artifacts.encryption_disabled', false, true, E],
  ['aws_codebuild_project', 'environment.privileged_mode', false, true, S],
  ['aws_ecr_repository', 'encryption_configuration.encryption_type', 'KMS', 'AES256', E],
  ['aws_emr_cluster', 'termination_protection', true, false, P],
  ['aws_emr_cluster', 'log_uri', 's3://logs', null, A],
  ['aws_sagemaker_notebook_instance', 'direct_internet_access', 'Disabled', 'Enabled', X],
  ['aws_sagemaker_notebook_instance', 'root_access', 'Disabled', 'Enabled', S],
  ['aws_workspaces_workspace', 'user_volume_encryption_enabled', true, false, E],
  ['aws_sqs_queue', 'message_retention_seconds', 1209600, 60, R],
  ['aws_sns_topic', 'kms_master_key_id', own, null, E],
  ['aws_secretsmanager_secret', 'recovery_window_in_days', 30, 0, R],
  ['aws_cloudwatch_event_archive', 'retention_days', 0, 7, R],
  ['aws_backup_vault_lock_configuration', 'min_retention_days', 365, 1, R],
  ['aws_timestreamwrite_table', 'retention_properties.magnetic_store_retention_period_in_days', 365, 7, R],
  ['aws_swf_domain', 'workflow_execution_retention_period_in_days', '30', '9', R],
  ['aws_elasticache_replication_group', 'transit_encryption_mode', 'required', 'preferred', E],
  [
    'aws_transfer_server',
    'security_policy_name',
    'TransferSecurityPolicy-2024-01',
    'TransferSecurityPolicy-2018-11',
    E,
  ],
  ['aws_dms_endpoint', 'ssl_mode', 'verify-full', 'none', E],
  ['aws_db_proxy', 'require_tls', true, false, E],
  ['aws_db_proxy', 'auth.iam_auth', 'REQUIRED', 'DISABLED', S],
  ['aws_instance', 'metadata_options.http_tokens', 'required', 'optional', S],
  ['aws_instance', 'disable_api_termination', true, false, P],
  ['aws_ecs_service', 'enable_execute_command', false, true, S],
  ['aws_kms_key', 'rotation_period_in_days', 90, 2560, E],
  ['aws_lambda_function_url', 'authorization_type', 'AWS_IAM', 'NONE', X],
  ['aws_s3_object', 'object_lock_mode', 'COMPLIANCE', 'GOVERNANCE', R],
  // A type that nobody has described.
  ['aws_thing_of_tomorrow', 'store.kms_key_id', own, null, E],
  ['aws_thing_of_tomorrow', 'deletion_protection', true, false, P],
];

test.each(STEPS)('%s %s: %j → %j', (type, path, strong, weak, rule) => {
  const down = judged(type, block(path, strong), block(path, weak));
  expect([...new Set(down.map((one) => one.split(':')[0]))]).toEqual([rule]);
  expect(judged(type, block(path, weak), block(path, strong))).toEqual([]);
  expect(judged(type, block(path, strong), { ...block(path, strong), description: 'new' })).toEqual([]);
});

test('a reason says what it is, and from what to what', () => {
  expect(judged('aws_redshift_cluster', { encrypted: true }, { encrypted: false })).toEqual([
    'encryption-weakened: is not encrypted: encrypted is off',
  ]);
  expect(
    judged(
      'aws_fsx_windows_file_system',
      { automatic_backup_retention_days: 30 },
      { automatic_backup_retention_days: 7 },
    ),
  ).toEqual([
    'retention-shortened: keeps what it holds for a shorter time: automatic_backup_retention_days 30 → 7',
  ]);
  expect(
    judged(
      'aws_sns_topic',
      { kms_master_key_id: own },
      { kms_master_key_id: own.replace(/1{12}/, '222222222222') },
    ),
  ).toEqual(['encryption-weakened: is encrypted by a key of another account: 111111111111 → 222222222222']);
});

test('what is made may not be open, or in the clear, from the beginning', () => {
  expect(judged('aws_redshift_cluster', null, { encrypted: false, publicly_accessible: true })).toHaveLength(
    2,
  );
  expect(judged('aws_redshift_cluster', null, { encrypted: true, publicly_accessible: false })).toEqual([]);
  // What it does not say, AWS decides; and a thing without protection is there to be thrown away.
  expect(judged('aws_redshift_cluster', null, { skip_final_snapshot: true })).toEqual([]);
});

test('an item of a list is compared with what it was, wherever it stands', () => {
  const ports = (...disks: object[]) => ({ ebs_block_device: disks });
  const [a, b] = [
    { device_name: 'a', encrypted: true },
    { device_name: 'b', encrypted: false },
  ];
  expect(judged('aws_thing', ports(a, b), ports(b, a))).toEqual([]);
  expect(judged('aws_thing', ports(a, b), ports(b, { ...a, encrypted: false }))).toHaveLength(1);
  // What goes needs no encryption.
  expect(judged('aws_thing', ports(a, b), ports(b))).toEqual([]);
});

test('tags and variables mean what their users want', () => {
  const variables = (encrypted: string) => ({
    environment: [{ variables: { encrypted } }],
    tags: { encrypted },
  });
  expect(judged('aws_lambda_function', variables('true'), variables('false'))).toEqual([]);
});

test('a copy in another region that goes is told as that alone', () => {
  const secret = (...replica: object[]) => ({ name: 's', replica });
  expect(
    judged('aws_secretsmanager_secret', secret({ region: 'eu-west-1', kms_key_id: own }), secret()),
  ).toEqual(['redundancy-lost: has 0 copies in other regions in place of 1']);
});

test('a secret is made anew by days or by a schedule', () => {
  const rotation = (rules: object) => ({ secret_id: 's', rotation_rules: [rules] });
  const to = (before: object, after: object) =>
    judged('aws_secretsmanager_secret_rotation', rotation(before), rotation(after));
  const days = (count: number) => ({ automatically_after_days: count });
  const schedule = (schedule_expression: string) => ({ automatically_after_days: null, schedule_expression });
  expect(to(days(30), days(365))).toEqual(['encryption-weakened: rotates more seldom: 30 days → 365 days']);
  expect(to(days(30), schedule('rate(999 days)'))).toHaveLength(1);
  expect(to(days(30), schedule('rate(30 days)'))).toEqual([]);
  expect(to(schedule('rate(30 days)'), days(7))).toEqual([]);
});

test.each<[string, object, number]>([
  ['neither a lock nor a last copy', { deletion_protection: false, skip_final_snapshot: true }, 1],
  ['a lock', { deletion_protection: true, skip_final_snapshot: true }, 0],
  ['a last copy', { deletion_protection: false, skip_final_snapshot: false }, 0],
  ['no backups', { backup_retention_period: 0 }, 1],
  ['backups of what it copies', { backup_retention_period: 0, replicate_source_db: 'main' }, 0],
  ['what AWS takes', {}, 0],
])('a new database with %s', (_, values, count) => {
  const one = entry('aws_db_instance.it', null, { identifier: 'it', ...values });
  expect(found(one)).toHaveLength(count);
  // One that nobody protects is there to be thrown away.
  const findingsOf = (context: object) => findings(new Plan('dev', planJson(one), {}, context));
  expect(findingsOf({ isProtected: false })).toEqual([]);
  const preview = entry('aws_db_instance.it', null, {
    identifier: 'it',
    ...values,
    tags_all: { preview: 'p' },
  });
  expect(found(preview)).toEqual([]);
});

test('which kind of program CloudFront asks before it answers does not count', () => {
  const request = { event_type: 'viewer-request' };
  const pages = (lambda: object[], functions: object[]) => ({
    default_cache_behavior: [{ lambda_function_association: lambda, function_association: functions }],
  });
  const to = (before: object, after: object) => judged('aws_cloudfront_distribution', before, after);
  expect(to(pages([request], []), pages([], [request]))).toEqual([]);
  expect(to(pages([request], []), pages([], []))).toEqual([
    'public-access: no longer asks the program that stood before its answers to requests',
  ]);
});
