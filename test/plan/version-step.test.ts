import { Change } from '../../plan/change';
import { oneWayStep, raisedVersion, refusedStep, renamedServer } from '../../plan/version-step';

const FILE = 'environments/dev.json';

const change = (type: string, before: object, after: object, actions = ['update']) =>
  new Change('dev', {
    address: `${type}.one`,
    mode: 'managed',
    type,
    name: 'one',
    change: { before, after, actions },
  });

const engine = (type: string, was: string, will: string, actions?: string[]) =>
  refusedStep(change(type, { engine_version: was }, { engine_version: will }, actions), FILE);
const database = (was: string, will: string) =>
  refusedStep(
    change(
      'aws_db_instance',
      { engine: 'postgres', engine_version: was },
      { engine: 'postgres', engine_version: will },
    ),
    FILE,
  );
const cache = (was: readonly [string, string], will: readonly [string, string]) =>
  refusedStep(
    change(
      'aws_elasticache_replication_group',
      { engine: was[0], engine_version: was[1] },
      { engine: will[0], engine_version: will[1] },
    ),
    FILE,
  );
const kubernetes = (was: string, will: string, today = '2026-11-29') =>
  refusedStep(change('aws_eks_cluster', { version: was }, { version: will }), FILE, today);
const disk = (allocated: number, ceiling: number) =>
  refusedStep(
    change(
      'aws_db_instance',
      { allocated_storage: allocated, max_allocated_storage: 1000 },
      { allocated_storage: allocated, max_allocated_storage: ceiling },
    ),
    FILE,
  );

describe('a deploy that AWS would refuse says what to put into the parameter file:', () => {
  test('a database whose version AWS raised, or whose upgrade was reverted', () => {
    expect(engine('aws_db_instance', '8.4.11', '8.4.10')).toBe(
      'aws_db_instance.one runs 8.4.11, and the file says 8.4.10: RDS refuses that, as a version only goes up: put 8.4.11 into environments/dev.json. What was in it before is in its snapshots, from which a new one is made beside it: docs/runbooks/restore.md',
    );
    expect(database('18.1', '17.10')).toContain('put 18.1 into environments/dev.json');
  });

  test('a release of the next major that is older than what runs', () => {
    expect(database('17.10', '18.1')).toBe(
      'aws_db_instance.one runs 17.10, and the file says 18.1: RDS does not go there from it: put one of 18.4 into environments/dev.json',
    );
  });

  test('a cache, which the provider would make anew, empty', () => {
    expect(engine('aws_elasticache_replication_group', '8.2', '8.1', ['delete', 'create'])).toContain(
      'it would be made anew, empty, as a version only goes up: put 8.2 into',
    );
    expect(engine('aws_elasticache_cluster', '1.6.22', '1.6.17', ['delete', 'create'])).toContain(
      'put 1.6.22 into',
    );
  });

  test('a cache that is to go back from Valkey to Redis', () => {
    expect(cache(['valkey', '8.2'], ['redis', '7.1'])).toBe(
      'aws_elasticache_replication_group.one runs valkey 8.2, and the file says redis 7.1: it would be made anew, empty, as there is no way back from Valkey to Redis: put engine valkey and version 8.2 into environments/dev.json. What was in it before is in its snapshots, from which a new one is made beside it: docs/runbooks/restore.md',
    );
  });

  test('a cluster that AWS raised at the end of its support, and one that is to go back by two', () => {
    expect(kubernetes('1.35', '1.34', '2026-12-03')).toBe(
      'aws_eks_cluster.one runs Kubernetes 1.35, and the file says 1.34, whose standard support has ended: EKS does not take a cluster back to it: put 1.35 into environments/dev.json',
    );
    expect(kubernetes('1.36', '1.34')).toContain('by one minor at most, within seven days');
  });

  test('two Kubernetes minors in one deploy', () => {
    expect(kubernetes('1.34', '1.36')).toBe(
      'aws_eks_cluster.one runs Kubernetes 1.34, and the file says 1.36: it goes up one minor at a time, so put 1.35 into environments/dev.json, deploy, and then the one after it',
    );
  });

  test('a disk whose growth is to end below what it has', () => {
    expect(disk(200, 150)).toBe(
      'aws_db_instance.one has a disk of 200 GiB, and the file ends its growth at 150: RDS refuses that, as a disk never shrinks: put a maxStorageGiB of 220 or more into environments/dev.json',
    );
    expect(disk(200, 220)).toBeUndefined();
  });
});

test('a database that somebody renamed, to restore another one under its name, is still the one in use', () => {
  const names = [{ identifier: 'prod-orders-old' }, { identifier: 'prod-orders' }] as const;
  const drifted = {
    address: 'aws_db_instance.one',
    gone: false,
    deployed: { ...names[1] },
    found: { ...names[0] },
  };
  const told =
    'aws_db_instance.one is called prod-orders-old now, as somebody renamed it by hand: it is still the one that services use, and a server that got the name prod-orders meanwhile is not. Name it prod-orders again (aws rds modify-db-instance --db-instance-identifier prod-orders-old --new-db-instance-identifier prod-orders --apply-immediately). To restore its data, say so in environments/dev.json: docs/runbooks/restore.md';
  expect(refusedStep(change('aws_db_instance', ...names), FILE)).toBe(told);
  expect(renamedServer(drifted, FILE)).toBe(told);
  expect(refusedStep(change('aws_db_instance', names[1], names[1]), FILE)).toBeUndefined();
  expect(renamedServer({ ...drifted, deployed: { port: 1 }, found: { port: 2 } }, FILE)).toBeUndefined();
});

test.each([
  ['aws_db_instance', '17.9', '17.10'],
  ['aws_elasticache_replication_group', '7.1', '7.1.0'],
])('%s from %s to %s is nothing to stop', (type, was, will) => {
  expect(engine(type, was, will)).toBeUndefined();
});

test('a major that is no older than what runs, and one of a version that AWS does not list any more, are nothing to stop', () => {
  expect(database('17.10', '18.4')).toBeUndefined();
  expect(database('16.14', '18.4')).toBeUndefined();
  expect(database('17.1', '18.4')).toBeUndefined();
});

test('Redis to Valkey is nothing to stop', () => {
  expect(cache(['redis', '7.1'], ['valkey', '7.2'])).toBeUndefined();
});

test('one Kubernetes minor is nothing to stop, from 1.9 to 1.10 and back either, as EKS takes one back for a week', () => {
  expect(kubernetes('1.35', '1.36')).toBeUndefined();
  expect(kubernetes('1.9', '1.10')).toBeUndefined();
  expect(kubernetes('1.36', '1.35')).toBeUndefined();
});

test('another major or engine is a step that only a snapshot leads back from; a minor and a new server are none', () => {
  const step = (type: string, before: object, after: object) => oneWayStep(change(type, before, after));
  const orders = { identifier: 'prod-orders', engine: 'postgres', engine_version: '17.10' };
  expect(step('aws_db_instance', orders, { ...orders, engine_version: '18.4' })).toEqual({
    service: 'rds',
    id: 'prod-orders',
    from: { engine: 'postgres', version: '17.10' },
    to: { engine: 'postgres', version: '18.4' },
  });
  expect(step('aws_db_instance', orders, { ...orders, engine_version: '17.11' })).toBeUndefined();
  const sessions = { replication_group_id: 'prod-sessions', engine: 'redis', engine_version: '7.1' };
  const valkey = { ...sessions, engine: 'valkey', engine_version: '7.2' };
  expect(step('aws_elasticache_replication_group', sessions, valkey)).toMatchObject({ id: 'prod-sessions' });
  expect(
    step('aws_elasticache_replication_group', valkey, { ...valkey, engine_version: '8.2' }),
  ).toBeDefined();
  expect(oneWayStep(change('aws_db_instance', {}, orders, ['create']))).toBeUndefined();
});

test('drift of another value, or to an earlier version, is not told as raised', () => {
  const drifted = (deployed: object, found: object) =>
    raisedVersion(
      { address: 'aws_db_instance.one', gone: false, deployed: { ...deployed }, found: { ...found } },
      FILE,
    );
  expect(drifted({ port: 1 }, { port: 2 })).toBeUndefined();
  expect(drifted({ engine_version: '17.10' }, { engine_version: '17.9' })).toBeUndefined();
});
