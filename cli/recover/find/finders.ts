import { ENTRANCE } from './entrance';
import type { Find } from './finder';
import { FLAGS } from './flags';
import { IDENTITY } from './identity';
import { KUBERNETES } from './kubernetes';
import { NETWORK } from './network';
import { SERVICES } from './services';

/** How to find what a stack would make, by type. */
export const FINDERS: Readonly<Record<string, Find>> = {
  ...ENTRANCE,
  ...FLAGS,
  ...IDENTITY,
  ...KUBERNETES,
  ...NETWORK,
  ...SERVICES,
};

/**
 * Types that need no look: to make one again finds what is there or writes it over, and what it is a part of takes it
 * along when it is destroyed.
 */
export const MADE_AGAIN: ReadonlySet<string> = new Set([
  // Nothing is made: it waits.
  'aws_acm_certificate_validation',
  'terraform_data',
  // Settings of what AWS makes with the account, the VPC or the role.
  'aws_default_security_group',
  'aws_ebs_encryption_by_default',
  'aws_ecr_registry_policy',
  'aws_ecr_replication_configuration',
  'aws_iam_role_policy_attachments_exclusive',
  'aws_s3_account_public_access_block',
  // The stack itself takes over one that is there (constructs/account/service-linked-roles.ts).
  'aws_iam_service_linked_role',
  // Put, by the name of their parent. A role takes its policies along. Source: AWS IAM API Reference, PutRolePolicy ("adds
  // or updates") and AttachRolePolicy; the provider's service/iam/role.go, deleteRole.
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_backup_vault_lock_configuration',
  'aws_backup_vault_policy',
  'aws_cloudwatch_event_rule',
  'aws_cloudwatch_event_target',
  'aws_cloudwatch_log_subscription_filter',
  'aws_ecr_lifecycle_policy',
  'aws_ecr_repository_policy',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_logging',
  'aws_s3_bucket_object_lock_configuration',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
  'aws_sns_topic_subscription',
  // A listener takes its certificates along, and accepts one that it has. Source: ELB API Reference,
  // AddListenerCertificates.
  'aws_lb_listener_certificate',
  'aws_wafv2_web_acl_logging_configuration',
]);
