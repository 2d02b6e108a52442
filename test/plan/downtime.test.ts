import { downtime } from '../../plan/downtime';
import { entry, plan } from './made';

const of = (address: string, before: object, after: object) =>
  downtime(plan(entry(address, before, after)).changes[0]!);
const database = (more: object) => ({
  instance_class: 'db.t4g.small',
  apply_immediately: true,
  multi_az: false,
  ...more,
});

test.each([
  [
    'a database alone',
    { instance_class: 'db.t4g.large' },
    'instance_class db.t4g.small → db.t4g.large: restarts, minutes without connections',
  ],
  [
    'one that waits for its window',
    { instance_class: 'x', apply_immediately: false },
    'instance_class db.t4g.small → x: restarts, minutes without connections in the maintenance window',
  ],
  ['a tag', { tags: { a: 'b' } }, undefined],
])('%s', (_, after, expected) => {
  expect(of('aws_db_instance.x', database({}), database(after))).toBe(expected);
});

test('a database in two zones fails over; losing the second one is said too', () => {
  const both = database({ multi_az: true });
  expect(of('aws_db_instance.x', both, { ...both, instance_class: 'db.m7g.large' })).toContain(
    'fails over, a minute without connections',
  );
  // RDS upgrades the standby at the same time.
  expect(of('aws_db_instance.x', both, { ...both, engine_version: '18' })).toContain(
    'restarts, minutes without connections',
  );
  expect(of('aws_db_instance.x', both, database({}))).toBe(
    'no longer survives the loss of a zone: multi_az true → false',
  );
});

test('a cache with a second node keeps answering', () => {
  const cache = { node_type: 'a', automatic_failover_enabled: true };
  expect(of('aws_elasticache_replication_group.x', cache, { ...cache, node_type: 'b' })).toContain(
    'one by one',
  );
  const alone = { ...cache, automatic_failover_enabled: false };
  expect(of('aws_elasticache_replication_group.x', alone, { ...alone, node_type: 'b' })).toContain(
    'minutes without it; ElastiCache does its best to keep what is in it',
  );
});

test('a Memcached node forgets everything, and Redis to Valkey is named as what it is', () => {
  const pages = { node_type: 'a', num_cache_nodes: 1 };
  expect(of('aws_elasticache_cluster.x', pages, { ...pages, node_type: 'b' })).toContain('anew, empty');
  const sessions = { engine: 'redis', engine_version: '7.1', automatic_failover_enabled: true };
  const valkey = { ...sessions, engine: 'valkey', engine_version: '8.2' };
  expect(of('aws_elasticache_replication_group.x', sessions, valkey)).toBe(
    'engine redis → valkey, engine_version 7.1 → 8.2: replaces its nodes one by one, seconds without writes',
  );
});

test('another major says that only a snapshot leads back, and a minor does not', () => {
  const orders = database({ identifier: 'dev-orders', engine: 'postgres', engine_version: '17.9' });
  expect(of('aws_db_instance.x', orders, { ...orders, engine_version: '18.4' })).toBe(
    'engine_version 17.9 → 18.4: restarts, minutes without connections. Only a snapshot leads back: docs/runbooks/upgrades.md',
  );
  expect(of('aws_db_instance.x', orders, { ...orders, engine_version: '17.10' })).toMatch(/connections$/);
});

test('Kubernetes goes up in place, and back for a week alone', () => {
  const [older, newer] = [{ version: '1.35' }, { version: '1.36' }];
  expect(of('aws_eks_cluster.x', older, newer)).toContain('nodes are replaced one after another');
  expect(of('aws_eks_cluster.x', newer, older)).toContain('only within seven days of its upgrade');
});

const workload = (version: string, container: object = {}, replicas: string | null = '3') => ({
  metadata: [{ name: 'web', namespace: 'shop' }],
  spec: [
    {
      replicas,
      template: [
        {
          metadata: [{ labels: { version } }],
          spec: [{ container: [{ name: 'web', image: `web:${version}`, ...container }] }],
        },
      ],
    },
  ],
});
const rolls = (before: object, after: object) => of('kubernetes_deployment_v1.x', before, after);

test('configuration that rolls pods says what it is', () => {
  expect(rolls(workload('1'), workload('1', { env: [{ name: 'A', value: 'b' }] }))).toBe(
    'shop/web 1 (env changed), rolls 3 pods',
  );
});

test('with an autoscaler nobody knows how many', () => {
  expect(rolls(workload('1', {}, null), workload('2', {}, null))).toBe(
    'shop/web 1 → 2, rolls its pods one after another',
  );
});

test('a number of pods alone rolls nothing', () => {
  expect(rolls(workload('1', {}, '2'), workload('1', {}, '4'))).toBeUndefined();
});
