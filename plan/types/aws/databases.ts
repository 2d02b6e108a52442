import type { Table } from '../table';

/** Databases, caches, indices, and what copies them. */
export const databases: Table = {
  holds: {
    'the database':
      'db_instance docdb_cluster docdbelastic_cluster dsql_cluster neptune_cluster rds_cluster rds_shard_group timestreaminfluxdb_db_instance memorydb_cluster',
    'the graph': 'neptunegraph_graph',
    'the data warehouse': 'redshift_cluster redshiftserverless_namespace',
    'the ledger': 'qldb_ledger',
    'the table': 'dynamodb_table keyspaces_table timestreamwrite_table',
    'its tables': 'keyspaces_keyspace timestreamwrite_database',
    'its items': 'simpledb_domain',
    'the item': 'dynamodb_table_item:table_name',
    'the copy in that region': 'dynamodb_table_replica:global_table_arn',
    'the copies in other regions': 'dynamodb_global_table:name',
    'its indices':
      'cloudsearch_domain elasticsearch_domain opensearch_domain opensearchserverless_collection',
    'what is in it': 'elasticache_replication_group elasticache_serverless_cache',
    'what is cached in it': 'dax_cluster elasticache_cluster',
    'the snapshot':
      'db_cluster_snapshot db_snapshot db_snapshot_copy docdb_cluster_snapshot memorydb_snapshot neptune_cluster_snapshot rds_cluster_snapshot_copy redshift_cluster_snapshot redshiftserverless_snapshot',
    'its backups in another region': 'db_instance_automated_backups_replication',
    'the version that its databases and their snapshots need': 'rds_custom_db_engine_version',
    'its place in the stream of changes: what was not copied yet has to be copied anew':
      'dms_replication_config dms_replication_task',
  },
  known: {
    'the certificate that others trust': 'redshift_hsm_client_certificate',
    'its address, which others may have written down':
      'db_proxy db_proxy_endpoint redshift_endpoint_access redshiftserverless_endpoint_access redshiftserverless_workgroup',
  },
  guards: {
    'its clusters no longer follow each other':
      'docdb_global_cluster dsql_cluster_peering elasticache_global_replication_group memorydb_multi_region_cluster neptune_global_cluster rds_global_cluster',
    'what is done in the database is no longer recorded': 'rds_cluster_activity_stream:resource_arn',
    'what is asked of it is no longer recorded': 'redshift_logging:cluster_identifier',
    'nobody hears of what happens to it':
      'db_event_subscription dms_event_subscription docdb_event_subscription neptune_event_subscription redshift_event_subscription',
    'changes no longer reach those who read them':
      'dynamodb_kinesis_streaming_destination:table_name qldb_stream:ledger_name rds_integration redshift_integration',
    'snapshots are no longer taken or copied':
      'redshift_snapshot_copy:cluster_identifier redshift_snapshot_copy_grant redshift_snapshot_schedule redshift_snapshot_schedule_association:cluster_identifier',
    'nothing limits what it may cost': 'redshift_usage_limit redshiftserverless_usage_limit',
  },
  nothing: {
    act: 'dynamodb_table_export elasticache_reserved_cache_node rds_export_task rds_reserved_instance redshiftdata_statement',
    code: 'dax_parameter_group dax_subnet_group db_option_group db_parameter_group db_subnet_group dms_certificate dms_endpoint dms_replication_subnet_group dms_s3_endpoint docdb_cluster_parameter_group docdb_subnet_group elasticache_parameter_group elasticache_subnet_group elasticache_user elasticache_user_group memorydb_acl memorydb_parameter_group memorydb_subnet_group memorydb_user neptune_cluster_parameter_group neptune_parameter_group neptune_subnet_group opensearch_package opensearchserverless_lifecycle_policy opensearchserverless_security_config opensearchserverless_security_policy rds_cluster_parameter_group redshift_authentication_profile redshift_hsm_configuration redshift_parameter_group redshift_scheduled_action redshift_subnet_group timestreamquery_scheduled_query',
    link: 'db_instance_role_association db_proxy_default_target_group db_proxy_target elasticache_user_group_association opensearch_inbound_connection_accepter opensearch_outbound_connection opensearch_package_association rds_cluster_role_association redshift_cluster_iam_roles redshift_data_share_consumer_association redshift_partner redshiftserverless_custom_domain_association',
    mark: 'dynamodb_tag',
    reach:
      'elasticsearch_vpc_endpoint neptune_cluster_endpoint opensearch_vpc_endpoint opensearchserverless_vpc_endpoint rds_cluster_endpoint',
    rights:
      'cloudsearch_domain_service_access_policy dynamodb_resource_policy elasticsearch_domain_policy opensearch_authorize_vpc_endpoint_access opensearch_domain_policy opensearchserverless_access_policy redshift_data_share_authorization redshift_endpoint_authorization redshift_resource_policy redshiftserverless_resource_policy',
    runs: 'dms_replication_instance docdb_cluster_instance neptune_cluster_instance rds_cluster_instance',
    setting:
      'dynamodb_contributor_insights elasticsearch_domain_saml_options opensearch_domain_saml_options rds_certificate rds_instance_state',
  },
};
