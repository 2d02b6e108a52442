import type { Setting } from '../../setting/setting';
import { fromTo } from '../../setting/shown';
import { halved } from './outage';

/** Numbers that say how much something holds, or how fast it is, and what half of it means. */
const NUMBERS: readonly (readonly [type: string, path: string, says: string])[] = [
  ['aws_kinesis_stream', 'shard_count', 'takes half as much, or less; what is more is refused'],
  [
    'aws_lambda_function',
    'reserved_concurrent_executions',
    'runs half as often at a time, or less; other calls are refused',
  ],
  [
    'aws_lambda_provisioned_concurrency_config',
    'provisioned_concurrent_executions',
    'keeps half as many ready, or fewer',
  ],
  [
    'aws_elasticache_replication_group',
    'num_node_groups',
    'has half as many shards, or fewer: what does not fit is refused or forgotten',
  ],
  ['aws_memorydb_cluster', 'num_shards', 'has half as many shards, or fewer: what does not fit is refused'],
  [
    'aws_elasticache_serverless_cache',
    'cache_usage_limits.0.data_storage.0.maximum',
    'holds half as much, or less',
  ],
  [
    'aws_elasticache_serverless_cache',
    'cache_usage_limits.0.ecpu_per_second.0.maximum',
    'answers half as often, or less',
  ],
  ['aws_rds_cluster', 'serverlessv2_scaling_configuration.0.max_capacity', 'grows half as far, or less'],
  ['aws_rds_cluster', 'scaling_configuration.0.max_capacity', 'grows half as far, or less'],
  ['aws_db_instance', 'iops', 'has a disk half as fast, or slower'],
  ['aws_rds_cluster', 'iops', 'has a disk half as fast, or slower'],
  ['aws_ebs_volume', 'iops', 'has a disk half as fast, or slower'],
  ['aws_db_instance', 'storage_throughput', 'has a disk half as fast, or slower'],
  ['aws_ebs_volume', 'throughput', 'is half as fast, or slower'],
  ['aws_efs_file_system', 'provisioned_throughput_in_mibps', 'is half as fast, or slower'],
  ['aws_opensearch_domain', 'cluster_config.0.instance_count', 'has half as many nodes, or fewer'],
  ['aws_elasticsearch_domain', 'cluster_config.0.instance_count', 'has half as many nodes, or fewer'],
  ['aws_mwaa_environment', 'max_workers', 'does half as much at a time, or less'],
  ['aws_msk_cluster', 'number_of_broker_nodes', 'has half as many brokers, or fewer'],
  ['aws_api_gateway_usage_plan', 'throttle_settings.0.rate_limit', 'answers half as often, or less'],
  [
    'aws_apigatewayv2_stage',
    'default_route_settings.0.throttling_rate_limit',
    'answers half as often, or less',
  ],
];

/** What is half as big or fast as before, or less. */
export const HALVED: readonly Setting[] = NUMBERS.map(([type, path, says]) => ({
  types: [type],
  path,
  isWeaker: halved,
  says: (was, will) => `${says}: ${fromTo(was, will)}`,
}));
