/** What is lost with resources that hold something, by their type. */
const HELD: Readonly<Record<string, string>> = {
  aws_backup_vault: 'the backups in it',
  aws_cloudtrail: 'the record of who did what, from then on',
  aws_cloudwatch_log_group: 'its logs',
  aws_db_instance: 'the database',
  aws_db_snapshot: 'the snapshot',
  aws_docdb_cluster: 'the database',
  aws_dynamodb_table: 'the table',
  aws_ebs_snapshot: 'the snapshot',
  aws_ebs_volume: 'the volume',
  aws_ecr_repository: 'its images, and with them the way back to earlier versions',
  aws_efs_file_system: 'its files',
  aws_eks_cluster: 'all that runs in the cluster',
  aws_elasticache_cluster: 'what is cached in it',
  aws_elasticache_replication_group: 'what is in it',
  aws_elasticache_serverless_cache: 'what is in it',
  aws_kinesis_firehose_delivery_stream: 'the records that it has not delivered yet',
  aws_kinesis_stream: 'the records in it',
  aws_kms_key: 'everything that it has encrypted, once its waiting time is over',
  aws_neptune_cluster: 'the database',
  aws_opensearch_domain: 'its indices',
  aws_organizations_account: 'the account',
  aws_rds_cluster: 'the database',
  aws_route53_zone: 'its records; a new one has other name servers, to which the parent has to point',
  aws_s3_bucket: 'its objects',
  aws_secretsmanager_secret: 'the secret',
  aws_sqs_queue: 'the messages in it',
  kubernetes_namespace_v1: 'everything in the namespace',
  kubernetes_persistent_volume_claim_v1: 'the volume',
  kubernetes_stateful_set_v1: 'the pods that have volumes of their own',
};

/** What is lost with a resource of that type; undefined when it holds nothing. */
export function heldBy(type: string): string | undefined {
  return HELD[Object.hasOwn(HELD, type) ? type : `${type}_v1`];
}
