import type { Change } from '../../change';
import { allOf } from '../../finding';
import type { Plan } from '../../plan';
import { switchedOff, switchedOn } from '../../setting/order';
import { type Setting, weakened } from '../../setting/setting';
import { fromTo } from '../../setting/shown';
import { list } from '../../value';
import { membersLost } from './members';
import { amount, counted, outage, toNothing, toOne } from './outage';
import { zonesLost } from './zones';

const SEARCH = ['aws_opensearch_domain', 'aws_elasticsearch_domain'];
const ALONE = 'nothing takes over when it fails, or is maintained';

const SETTINGS: readonly Setting[] = [
  {
    types: ['aws_db_instance', 'aws_dms_replication_instance', 'aws_redshift_cluster'],
    path: 'multi_az',
    isWeaker: switchedOff,
    says: 'no longer survives the loss of a zone: multi_az true → false',
  },
  {
    types: ['aws_elasticache_replication_group'],
    path: 'automatic_failover_enabled',
    isWeaker: switchedOff,
    says: 'no longer fails over by itself: writes fail until somebody promotes another node',
  },
  {
    types: ['aws_elasticache_replication_group'],
    path: 'multi_az_enabled',
    isWeaker: switchedOff,
    says: 'may have all of its nodes in one zone: multi_az_enabled true → false',
  },
  ...[
    { types: ['aws_elasticache_replication_group'], path: 'num_cache_clusters' },
    { types: ['aws_dax_cluster'], path: 'replication_factor' },
    { types: ['aws_redshift_cluster'], path: 'number_of_nodes' },
    ...SEARCH.map((type) => ({ types: [type], path: 'cluster_config.0.instance_count' })),
  ].map((one) => ({
    ...one,
    isWeaker: toOne,
    says: (was: unknown) => `has 1 node in place of ${was}: ${ALONE}`,
  })),
  {
    types: ['aws_elasticache_cluster'],
    path: 'num_cache_nodes',
    isWeaker: toOne,
    says: (was) =>
      `has 1 node in place of ${was}: nothing is cached when it fails, nor what the others hold now`,
  },
  ...[
    { types: ['aws_elasticache_replication_group'], path: 'replicas_per_node_group' },
    { types: ['aws_memorydb_cluster'], path: 'num_replicas_per_shard' },
  ].map((one) => ({
    ...one,
    isWeaker: toNothing,
    says: (was: unknown) =>
      `has no replica in place of ${counted(amount(was as never) ?? 0, 'replica')} of each shard: ${ALONE}`,
  })),
  {
    types: ['aws_elasticache_cluster'],
    path: 'az_mode',
    isWeaker: (was, will) => was === 'cross-az' && will !== 'cross-az',
    says: 'has all of its nodes in one zone',
  },
  ...[
    ['zone_awareness_enabled', 'has all of its nodes in one zone'],
    ['multi_az_with_standby_enabled', 'has no standby in another zone any more'],
    ['dedicated_master_enabled', 'has no masters of their own any more: a busy node can end the cluster'],
  ].map(([path, says]) => ({
    types: SEARCH,
    path: `cluster_config.0.${path}`,
    isWeaker: switchedOff,
    says: says!,
  })),
  {
    types: ['aws_mq_broker'],
    path: 'deployment_mode',
    isWeaker: (was, will) => was !== 'SINGLE_INSTANCE' && will === 'SINGLE_INSTANCE',
    says: (was, will) => `is one broker alone: ${fromTo(was, will)}`,
  },
  {
    types: ['lustre', 'ontap', 'openzfs', 'windows'].map((kind) => `aws_fsx_${kind}_file_system`),
    path: 'deployment_type',
    isWeaker: (was, will) => `${was}`.startsWith('MULTI_AZ') && !`${will}`.startsWith('MULTI_AZ'),
    says: (was, will) => `is in one zone alone: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_dynamodb_table', 'aws_secretsmanager_secret'],
    path: 'replica',
    isWeaker: (was, will) => list(was).length > list(will).length,
    says: (was, will) =>
      `has ${counted(list(will).length, 'copy').replace('copys', 'copies')} in other regions in place of ${list(was).length}`,
  },
  {
    types: ['aws_rds_cluster', 'aws_docdb_cluster', 'aws_neptune_cluster'],
    path: 'global_cluster_identifier',
    isWeaker: (was, will) => Boolean(was) && !will,
    says: (was) => `leaves ${String(was)}, and with it its copies in other regions`,
  },
  {
    types: ['aws_route53_health_check'],
    path: 'disabled',
    isWeaker: switchedOn,
    says: 'takes what it checks for healthy, whatever it is: names no longer lead elsewhere when it fails',
  },
  {
    types: ['aws_route53_record'],
    path: 'health_check_id',
    isWeaker: (was, will) => Boolean(was) && !will,
    says: 'is answered even when a health check says that what it names is down',
  },
];

export const redundancyLost = outage(
  'redundancy-lost',
  'the loss of one server or zone, which was survived, is one of the service now',
  (change: Change, plan: Plan) =>
    allOf(weakened(change, SETTINGS), zonesLost(change, plan), membersLost(change, plan)),
);
