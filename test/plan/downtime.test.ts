import { downtime } from '../../plan/downtime';
import { Plan } from '../../plan/plan';
import { entry, plan, planJson, stays } from './made';

const first = (one: Plan) => downtime(one.changes[0]!, one);
const of = (address: string, before: object, after: object) => first(plan(entry(address, before, after)));
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
    'restarts, minutes without connections: instance_class db.t4g.small → db.t4g.large',
  ],
  [
    'one that waits for its window',
    { instance_class: 'x', apply_immediately: false },
    'restarts, minutes without connections in the maintenance window: instance_class db.t4g.small → x',
  ],
  ['a tag', { tags: { a: 'b' } }, undefined],
])('%s', (_, after, expected) => {
  expect(of('aws_db_instance.x', database({}), database(after))).toBe(expected);
});

test('a database in two zones fails over; that it has one no longer is an outage', () => {
  const both = database({ multi_az: true });
  expect(of('aws_db_instance.x', both, { ...both, instance_class: 'db.m7g.large' })).toContain(
    'fails over, a minute without connections',
  );
  // RDS upgrades the standby at the same time.
  expect(of('aws_db_instance.x', both, { ...both, engine_version: '18' })).toContain(
    'restarts, minutes without connections',
  );
  expect(of('aws_db_instance.x', both, database({}))).toBeUndefined();
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
    'replaces its nodes one by one, seconds without writes: engine redis → valkey, engine_version 7.1 → 8.2',
  );
});

test('another major says that only a snapshot leads back, and a minor does not', () => {
  const orders = database({ identifier: 'dev-orders', engine: 'postgres', engine_version: '17.9' });
  expect(of('aws_db_instance.x', orders, { ...orders, engine_version: '18.4' })).toBe(
    'restarts, minutes without connections: engine_version 17.9 → 18.4. Only a snapshot leads back: docs/runbooks/upgrades.md',
  );
  expect(of('aws_db_instance.x', orders, { ...orders, engine_version: '17.10' })).toMatch(/17\.9 → 17\.10$/);
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

test('with an autoscaler it decides how many, whatever the state says', () => {
  const scaler = {
    metadata: [{ name: 'web', namespace: 'shop' }],
    spec: [{ min_replicas: 3, max_replicas: 10, scale_target_ref: [{ kind: 'Deployment', name: 'web' }] }],
  };
  const both = plan(
    entry('kubernetes_deployment_v1.x', workload('1', {}, '7'), workload('2', {}, '7')),
    stays('kubernetes_horizontal_pod_autoscaler_v2.x', scaler),
  );
  expect(downtime(both.changes[0]!, both)).toBe(
    'shop/web 1 → 2, rolls 3 to 10 pods, as the autoscaler decides',
  );
});

test('a number that the stack does not set is not true for long', () => {
  const one = new Plan(
    'dev',
    planJson(entry('kubernetes_deployment_v1.x', workload('1', {}, '7'), workload('2', {}, '7'))),
    { resource: { kubernetes_deployment_v1: { x: { metadata: {}, spec: { template: {} } } } } },
  );
  expect(downtime(one.changes[0]!, one)).toBe('shop/web 1 → 2, rolls its pods one after another');
});

test('what is made anew says whether its successor is there before', () => {
  const before = { identifier: 'a', instance_class: 'b' };
  const replaced = (actions: readonly string[]) =>
    first(plan(entry('aws_db_instance.x', before, { ...before, identifier: 'c' }, { actions })));
  expect(replaced(['delete', 'create'])).toBe(
    'is deleted, and then made anew: until the new one is there, the database can be reached by nobody, and is empty after that',
  );
  expect(replaced(['create', 'delete'])).toBe('its successor is there before it goes: the new one is empty');
});

test('a manifest rolls as a typed resource does, and Recreate is no roll-out', () => {
  const made = (image: string) => ({
    manifest: {
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        replicas: 2,
        strategy: { type: 'Recreate' },
        template: { spec: { containers: [{ name: 'web', image }] } },
      },
    },
  });
  expect(of('kubernetes_manifest.x', made('web:1'), made('web:2'))).toBe(
    'shop/web 1 → 2, no pods until new ones are ready: ends 2 pods',
  );
});

test('left open, nobody knows how many', () => {
  expect(rolls(workload('1', {}, null), workload('2', {}, null))).toBe(
    'shop/web 1 → 2, rolls its pods one after another',
  );
});

test('a number of pods alone rolls nothing', () => {
  expect(rolls(workload('1', {}, '2'), workload('1', {}, '4'))).toBeUndefined();
});
