import type { Change } from '../change';
import type { Plan } from '../plan';
import { at, type Value } from '../value';

/** What a policy hangs on, by the attribute that names it. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  bucket: ['aws_s3_bucket', 'aws_s3_directory_bucket'],
  role: ['aws_iam_role'],
  role_name: ['aws_iam_role'],
  user: ['aws_iam_user'],
  group: ['aws_iam_group'],
  key_id: ['aws_kms_key'],
  secret_arn: ['aws_secretsmanager_secret'],
  repository: ['aws_ecr_repository'],
  queue_url: ['aws_sqs_queue'],
  arn: ['aws_sns_topic'],
  backup_vault_name: ['aws_backup_vault'],
  vpc_endpoint_id: ['aws_vpc_endpoint'],
  file_system_id: ['aws_efs_file_system'],
  domain_name: ['aws_opensearch_domain', 'aws_elasticsearch_domain'],
  access_point_arn: ['aws_s3_access_point'],
  rest_api_id: ['aws_api_gateway_rest_api'],
  function_name: ['aws_lambda_function'],
  resource_arn: [
    'aws_dynamodb_table',
    'aws_kinesis_stream',
    'aws_redshift_cluster',
    'aws_redshiftserverless_namespace',
  ],
  cluster_arn: ['aws_msk_cluster'],
  permission_set_arn: ['aws_ssoadmin_permission_set'],
};

/** Types that are a policy, or a part of one, and nothing else. */
const POLICIES =
  /_(policy|policy_attachment|policies_exclusive|policy_attachments_exclusive)$|^aws_(ssoadmin_permission_set_inline_policy|lambda_permission|lambda_layer_version_permission|cloudwatch_event_permission|kms_grant)$/;

/** What a policy hangs on, where all that names it is known. Undefined: it is no policy, or nobody can tell. */
export function ownerOf(type: string, side: Value): string | undefined {
  if (!POLICIES.test(type)) return undefined;
  const names = Object.keys(OWNERS).flatMap((path) => {
    // Of most it is the ARN of the policy itself.
    const value = path === 'arn' && !type.startsWith('aws_sns_') ? undefined : at(side, path);
    return value === undefined || value === null ? [] : [[path, value] as const];
  });
  if (names.length === 0 || names.some(([, value]) => typeof value !== 'string')) return undefined;
  return `${type} ${JSON.stringify(names)}`;
}

/** It is a resource that goes with its policy, or a policy that goes with its resource. */
export function isOrphan(change: Change, plan: Plan): boolean {
  if (change.action === 'forget') return true;
  if (change.action !== 'delete') return false;
  if (!POLICIES.test(change.type)) return true;
  return Object.entries(OWNERS).some(([path, types]) => plan.deletes(change.was(path), ...types));
}

/** Whether what a policy hangs on is made by the same plan: nobody has anything there yet. */
export function isOwnerNew(change: Change, plan: Plan): boolean {
  if (change.action !== 'create') return false;
  return Object.entries(OWNERS).every(([path, types]) => {
    const named = change.will(path);
    return typeof named !== 'string' || plan.creates(named, ...types);
  });
}
