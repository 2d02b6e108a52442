import { type Case, cases, changed, deleted, one, type Resources } from './case';
import { inDefault, manifest, object, pods } from './manifest';
import { inNamespace } from './namespace';
import { deployments, two, workload } from './outage-things';
import { aurora, database, files, redis, subnets } from './things';

// What runs, how much of it, and in how many zones: of servers, tasks, functions and pods.

const servers = (size: object): Resources => ({
  aws_launch_template: { servers: { name: 't-$', image_id: 'ami-12c6146b', instance_type: 't3.micro' } },
  ...one('aws_autoscaling_group', {
    name: 'servers-$',
    min_size: 1,
    max_size: 6,
    desired_capacity: 3,
    vpc_zone_identifier: subnets,
    wait_for_capacity_timeout: '0',
    launch_template: { id: '${aws_launch_template.servers.id}', version: '1' },
    ...size,
  }),
});
const tasks = (desired_count?: number): Resources => ({
  aws_ecs_cluster: { cluster: { name: 'c-$' } },
  aws_ecs_task_definition: {
    web: {
      family: 'web-$',
      network_mode: 'awsvpc',
      container_definitions: JSON.stringify([{ name: 'web', image: 'web:1', memory: 128, essential: true }]),
    },
  },
  ...(desired_count !== undefined &&
    one('aws_ecs_service', {
      name: 'web-$',
      cluster: '${aws_ecs_cluster.cluster.id}',
      task_definition: '${aws_ecs_task_definition.web.arn}',
      desired_count,
      network_configuration: { subnets },
    })),
});
const table = {
  name: 'table-$',
  billing_mode: 'PAY_PER_REQUEST',
  hash_key: 'id',
  attribute: { name: 'id', type: 'S' },
};
const stream = { name: 'stream-$', stream_mode_details: { stream_mode: 'ON_DEMAND' } };
const growing = { ...database, max_allocated_storage: 100 };
const memcached = {
  cluster_id: 'm-$',
  engine: 'memcached',
  node_type: 'cache.t4g.micro',
  num_cache_nodes: 3,
};
const auroraOf = (...names: readonly string[]): Resources => ({
  aws_rds_cluster: {
    cluster: aurora,
  },
  aws_rds_cluster_instance: Object.fromEntries(
    names.map((name) => [
      name,
      {
        identifier: `${name}-$`,
        cluster_identifier: '${aws_rds_cluster.cluster.id}',
        engine: '${aws_rds_cluster.cluster.engine}',
        instance_class: 'db.r6g.large',
      },
    ]),
  ),
});
const mounted = (...subnets: readonly string[]): Resources => ({
  aws_efs_file_system: { files },
  aws_efs_mount_target: Object.fromEntries(
    subnets.map((subnet) => [
      subnet,
      { file_system_id: '${aws_efs_file_system.files.id}', subnet_id: `\${aws_subnet.${subnet}.id}` },
    ]),
  ),
});
const instance = (attributes: object) => ({
  ami: 'ami-12c6146b',
  instance_type: 't3.micro',
  subnet_id: '${aws_subnet.shared.id}',
  ...attributes,
});

const scaler = (maxReplicas: number) =>
  object(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    {
      spec: {
        minReplicas: 2,
        maxReplicas,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'o-$' },
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
          },
        ],
      },
    },
    inDefault,
  );
const pool = (cpu: string, ...zones: readonly string[]) =>
  object('karpenter.sh/v1', 'NodePool', {
    spec: {
      limits: { cpu },
      template: {
        spec: {
          requirements: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: zones }],
        },
      },
    },
  });
const ZONES = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'];
const allowed = (most: string): Resources => ({
  ...deployments({ it: workload('it', { replicas: '3' }) }),
  ...inNamespace('kubernetes_resource_quota_v1', { spec: { hard: { pods: most } } }),
});
const set = (): Resources =>
  inNamespace('kubernetes_daemon_set_v1', {
    wait_for_rollout: false,
    spec: {
      selector: { match_labels: { app: 'it' } },
      template: {
        metadata: { labels: { app: 'it' } },
        spec: { node_selector: { nowhere: 'true' }, container: [{ name: 'agent', image: 'agent:1' }] },
      },
    },
  });
const budgeted = (spec: object) =>
  object(
    'policy/v1',
    'PodDisruptionBudget',
    { spec: { selector: { matchLabels: { app: '$' } }, ...spec } },
    inDefault,
  );
const group = (value: string, more: object = {}): Resources => ({
  aws_db_parameter_group: {
    it: {
      name: 'p-$',
      family: 'postgres17',
      parameter: [{ name: 'max_connections', value, apply_method: 'pending-reboot' }],
    },
  },
  aws_db_instance: {
    db: { ...database, parameter_group_name: '${aws_db_parameter_group.it.name}', ...more },
  },
});

export const running: readonly Case[] = [
  ...cases(
    'redundancy-lost',
    [
      { name: 'an Aurora of one server', before: auroraOf('one', 'two'), after: auroraOf('one') },
      { name: 'files in one zone', before: mounted('shared', 'shared2'), after: mounted('shared') },
      {
        name: 'servers in one zone',
        before: servers({}),
        after: servers({ vpc_zone_identifier: ['${aws_subnet.shared.id}'] }),
      },
      changed('a Memcached of one node', 'aws_elasticache_cluster', memcached, { num_cache_nodes: 1 }),
      changed('a Redis that no longer fails over', 'aws_elasticache_replication_group', two, {
        automatic_failover_enabled: false,
        multi_az_enabled: false,
      }),
    ],
    [
      // One is left to take over.
      {
        name: 'an Aurora of two servers in place of three',
        before: auroraOf('one', 'two', 'three'),
        after: auroraOf('one', 'two'),
      },
      { name: 'files in one zone more', before: mounted('shared'), after: mounted('shared', 'shared2') },
      changed('a Memcached of one node less', 'aws_elasticache_cluster', memcached, { num_cache_nodes: 2 }),
      changed('a Redis of one node more', 'aws_elasticache_replication_group', redis, {
        num_cache_clusters: 2,
      }),
    ],
  ),
  ...cases(
    'capacity-emptied',
    [
      {
        name: 'servers to none',
        before: servers({}),
        after: servers({ min_size: 0, max_size: 0, desired_capacity: 0 }),
      },
      {
        name: 'fewer servers at most than run',
        before: servers({}),
        after: servers({ max_size: 2, desired_capacity: 2 }),
      },
      { name: 'tasks to none', before: tasks(3), after: tasks(0) },
      changed('a table that takes a fixed number', 'aws_dynamodb_table', table, {
        billing_mode: 'PROVISIONED',
        read_capacity: 1,
        write_capacity: 1,
      }),
      changed('a stream that no longer grows', 'aws_kinesis_stream', stream, {
        stream_mode_details: { stream_mode: 'PROVISIONED' },
        shard_count: 1,
      }),
      changed('a disk that no longer grows', 'aws_db_instance', growing, { max_allocated_storage: 0 }),
      {
        name: 'pods to none',
        before: deployments({ it: workload('it', { replicas: '3' }) }),
        after: deployments({ it: workload('it', { replicas: '0' }) }),
      },
      manifest('pods to none, by a manifest', pods(3), pods(0)),
      manifest('half as many pods at most, by a manifest', scaler(10), scaler(4)),
      manifest('a node pool that makes no nodes', pool('100', ...ZONES), pool('0', ...ZONES)),
      manifest('nodes in one zone', pool('100', ...ZONES), pool('100', ZONES[0]!)),
      deleted('a node pool', 'kubernetes_manifest', pool('100', ...ZONES)),
      { name: 'a quota below what runs', before: allowed('10'), after: allowed('2') },
    ],
    [
      {
        name: 'servers, more of them',
        before: servers({}),
        after: servers({ max_size: 10, desired_capacity: 5 }),
      },
      { name: 'tasks, more of them', before: tasks(3), after: tasks(5) },
      changed(
        'a table that takes whatever comes',
        'aws_dynamodb_table',
        { ...table, billing_mode: 'PROVISIONED', read_capacity: 5, write_capacity: 5 },
        { billing_mode: 'PAY_PER_REQUEST', read_capacity: undefined, write_capacity: undefined },
      ),
      changed('a disk that grows further', 'aws_db_instance', growing, { max_allocated_storage: 200 }),
      manifest('pods, more of them, by a manifest', pods(1), pods(2)),
      manifest('a node pool of more', pool('100', ...ZONES.slice(1)), pool('200', ...ZONES)),
      // All that runs still fits in.
      { name: 'a quota of what runs and a little more', before: allowed('10'), after: allowed('5') },
    ],
  ),
  ...cases(
    'workload-stopped',
    [
      { name: 'tasks deleted', before: tasks(2), after: tasks() },
      {
        ...changed('a server made anew', 'aws_instance', instance({}), { ami: 'ami-03cf127a' }),
        others: ['data-replaced'],
      },
      {
        name: 'an agent of every node deleted',
        before: set(),
        after: inNamespace('kubernetes_daemon_set_v1'),
      },
      deleted('pods, by a manifest', 'kubernetes_manifest', pods(0)),
      {
        name: 'pods that are made anew, as their labels can be others only so',
        before: deployments({ it: workload('it') }),
        after: deployments({ it: workload('it', {}, { track: 'stable' }) }),
      },
    ],
    [
      changed('a server with another tag', 'aws_instance', instance({}), { tags: { team: 'shop' } }),
      { name: 'tasks, of which a new one is', before: tasks(), after: tasks(2) },
      // A typed resource makes the same object that a manifest did.
      {
        name: 'an agent of every node in a namespace of a preview that goes',
        before: set(),
        after: {},
      },
    ],
  ),
  ...cases(
    'budget-removed',
    [
      manifest(
        'a budget of none, by a manifest',
        budgeted({ minAvailable: 1 }),
        budgeted({ minAvailable: 0 }),
      ),
      deleted('a budget deleted, by a manifest', 'kubernetes_manifest', budgeted({ minAvailable: 1 })),
    ],
    [
      manifest(
        'a budget of more, by a manifest',
        budgeted({ minAvailable: 1 }),
        budgeted({ minAvailable: 2 }),
      ),
    ],
  ),
  ...cases(
    'interruption-risked',
    [
      { name: 'a parameter that waits for a reboot', before: group('100'), after: group('200') },
      changed(
        'a database maintained by day',
        'aws_db_instance',
        { ...database, maintenance_window: 'sun:03:00-sun:04:00' },
        { maintenance_window: 'tue:10:00-tue:11:00' },
      ),
      changed(
        'a database of a much smaller class',
        'aws_db_instance',
        { ...database, instance_class: 'db.m7g.4xlarge' },
        { instance_class: 'db.m7g.large' },
      ),
      {
        name: 'pods that end at once',
        before: deployments({ it: pausing(60) }),
        after: deployments({ it: pausing(0) }),
      },
    ],
    [
      // Its restart puts it in force.
      {
        name: 'a parameter with another class',
        before: group('100'),
        after: group('200', { instance_class: 'db.t4g.medium' }),
      },
      changed(
        'a database maintained at another time of the night',
        'aws_db_instance',
        { ...database, maintenance_window: 'sun:03:00-sun:04:00' },
        { maintenance_window: 'tue:02:00-tue:03:00' },
      ),
      {
        name: 'pods that have more time to end',
        before: deployments({ it: pausing(30) }),
        after: deployments({ it: pausing(60) }),
      },
    ],
  ),
];

function pausing(seconds: number): object {
  return workload('it', {
    template: {
      metadata: { labels: { app: 'it' } },
      spec: { termination_grace_period_seconds: seconds, container: [{ name: 'web', image: 'web:1' }] },
    },
  });
}
