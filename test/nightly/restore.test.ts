import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Cache } from '../../constructs/cache/cache';
import { type BackingContract, Contract, type ContractFields } from '../../constructs/contract/contract';
import { protection } from '../../constructs/core/protection';
import { Database } from '../../constructs/database/database';
import { Keys } from '../../constructs/encryption/keys';
import { PlainLogGroups } from '../../constructs/logs/log-groups';
import type { DatabaseParameters } from '../../parameters/kinds/database';
import { loadProject } from '../../parameters/project';
import { Plan } from '../../plan/plan';
import { refusedStep } from '../../plan/version-step';
import { hint } from '../../terraform/hint';
import { BareEmulator } from '../e2e/bare-emulator';
import { WorkFolder } from '../e2e/work-folder';
import { synth } from '../helpers';

// A damaged database and a damaged cache come back by an edit of the parameter file, with the data of then.
jest.setTimeout(15 * 60_000);

const { name: platform, toolingAccount: account, region } = loadProject('platform.json');
const naming = { platform, environment: 'dev', account, region };
const safe = protection(true);

type Server = NonNullable<DatabaseParameters['server']>;
/** What the parameter file says of the servers. */
type Servers = Partial<Record<'orders' | 'products' | 'sessions', Server>>;

let emulator: BareEmulator;
let work: WorkFolder;
beforeAll(async () => {
  emulator = await BareEmulator.start('e2e-restore', 6390);
  work = new WorkFolder(emulator);
  write({});
  await succeed('terraform', 'init', '-input=false');
});
afterAll(() => emulator?.stop());

const succeed = (program: string, ...args: string[]) => work.succeed(program, ...args);
const apply = () => succeed('terraform', 'apply', '-auto-approve', '-no-color', '-input=false');
/** What a deploy would change, each with its attributes. */
async function changes(): Promise<string[]> {
  const plan = await planned();
  return plan.changes.map((one) => {
    const changed = Object.keys(one.before as object).filter((path) => one.changes(path) && one.writes(path));
    return `${one.action} ${one.address}: ${changed.join(', ')}`;
  });
}

async function planned(): Promise<Plan> {
  await succeed('terraform', 'plan', '-input=false', '-out', 'next.plan');
  const json = JSON.parse(await succeed('terraform', 'show', '-json', 'next.plan'));
  return new Plan('dev', json, JSON.parse(readFileSync(join(work.directory, 'main.tf.json'), 'utf8')));
}

const aws = (...args: string[]) => succeed('aws', ...args, '--output', 'json');

/** The databases and the cache of an environment, and its contract. */
function write({ orders, products, sessions }: Servers): void {
  const document = synth((stack) => {
    const keys = new Keys(stack, 'keys', { naming, protection: safe });
    const vpc = new Vpc(stack, 'vpc', { cidrBlock: '10.0.0.0/16' });
    const dataSubnetIds = ['a', 'b'].map(
      (zone, index) =>
        new Subnet(stack, `subnet-${zone}`, {
          vpcId: vpc.id,
          cidrBlock: `10.0.${index}.0/24`,
          availabilityZone: `${region}${zone}`,
        }).id,
    );
    const props = {
      naming,
      protection: safe,
      network: { vpcId: vpc.id, dataSubnetIds },
      keys,
      logs: new PlainLogGroups({ naming, keyArn: keys.logs.arn, retentionDays: 1 }),
      alerts: { addMetricAlarm: () => {}, addLogAlarm: () => {} } as never,
    };
    const sizes = { storageGiB: 20, maxStorageGiB: 50, multiAz: false, backupRetentionDays: 7 };
    const databases = {
      orders: new Database(stack, 'orders', {
        ...props,
        name: 'orders',
        engine: 'postgres',
        port: 5432,
        parameters: { ...sizes, version: '17.10', instanceClass: 'db.t4g.small', server: orders },
      }),
      products: new Database(stack, 'products', {
        ...props,
        name: 'products',
        engine: 'mysql',
        port: 3306,
        parameters: { ...sizes, version: '8.4.10', instanceClass: 'db.t4g.medium', server: products },
      }),
    };
    const cache = new Cache(stack, 'sessions', {
      ...props,
      name: 'sessions',
      engine: 'valkey',
      port: 6379,
      eviction: 'noeviction',
      parameters: {
        version: '8.2',
        nodeType: 'cache.t4g.micro',
        nodes: 1,
        snapshotRetentionDays: 0,
        server: sessions,
      },
    });
    const told = ({ host, secretArn, resourceId }: Database) => ({ host, secretArn, resourceId });
    const backing = {
      databases: { orders: told(databases.orders), products: told(databases.products) },
      caches: { sessions: { host: cache.host } },
    } as unknown as BackingContract;
    new Contract(stack, 'contract', { naming, backing, fields: {} as ContractFields });
  });
  const provider = { aws: [{ region, allowed_account_ids: [account] }] };
  writeFileSync(join(work.directory, 'main.tf.json'), JSON.stringify({ ...document, provider }));
}

/** What each server and snapshot holds, by name. */
async function held(): Promise<Record<string, string>> {
  const all = await emulator.ask<{ name: string; data: string }[]>(
    `data?account=${account}&region=${region}`,
  );
  return Object.fromEntries(all.map(({ name, data }) => [name, data]));
}

/** Something is written to a server. */
function change(service: 'rds' | 'elasticache', name: string): Promise<unknown> {
  return emulator.ask('data', { method: 'POST', body: JSON.stringify({ account, region, service, name }) });
}

const changeAll = () =>
  Promise.all([
    change('rds', 'dev-orders'),
    change('rds', 'dev-products'),
    change('elasticache', 'dev-sessions'),
  ]);

/** What the contract says of a thing. */
async function contract(thing: string) {
  const name = `/${platform}/dev/contract/${thing}`;
  const { Parameter } = JSON.parse(await aws('ssm', 'get-parameter', '--name', name));
  return JSON.parse(Parameter.Value);
}

async function servers(): Promise<string[]> {
  const { DBInstances } = JSON.parse(await aws('rds', 'describe-db-instances'));
  return DBInstances.map(
    ({ DBInstanceIdentifier }: { DBInstanceIdentifier: string }) => DBInstanceIdentifier,
  );
}

/** The provider leaves it out of a restore to a time: the next deploy switches it on. */
const LEFT = [
  'update aws_db_instance.products_b: performance_insights_enabled, performance_insights_kms_key_id, performance_insights_retention_period',
];
const SIZES = 'DBInstances[].[DBInstanceIdentifier, AllocatedStorage]';
const GROUPS = 'DBInstances[].[DBInstanceIdentifier, VpcSecurityGroups[0].VpcSecurityGroupId]';

let then: Record<string, string>;
let moment: string;

const restored = (change: (server: Server) => Server = (server) => server): Servers => ({
  orders: change({
    name: 'b',
    restored: { snapshot: 'before' },
    old: [{ name: 'a', version: '17.10' }],
  }),
  products: change({
    name: 'b',
    restored: { pointInTime: moment, of: 'a' },
    old: [{ name: 'a', version: '8.4.10' }],
  }),
  sessions: change({ name: 'b', restored: { snapshot: 'before' }, old: [{ name: 'a', version: '8.2' }] }),
});

test('before: three servers with data, a snapshot of two of them, then damage to all', async () => {
  await apply();
  await changeAll();
  then = await held();
  moment = `${new Date(Date.now() + 1000).toISOString().slice(0, 19)}Z`;
  // Its disk grew since the file was written.
  const orders = ['--db-instance-identifier', 'dev-orders'];
  await aws('rds', 'modify-db-instance', ...orders, '--allocated-storage', '30', '--apply-immediately');
  await succeed('aws', 'rds', 'wait', 'db-instance-available', ...orders);
  await aws(
    'rds',
    'create-db-snapshot',
    '--db-instance-identifier',
    'dev-orders',
    '--db-snapshot-identifier',
    'before',
  );
  await aws(
    'elasticache',
    'create-snapshot',
    '--replication-group-id',
    'dev-sessions',
    '--snapshot-name',
    'before',
  );
  await succeed('aws', 'rds', 'wait', 'db-snapshot-available', '--db-snapshot-identifier', 'before');
  // The last five minutes can't be restored.
  await emulator.ask('clock', { method: 'POST', body: JSON.stringify({ seconds: 600 }) });
  await changeAll();
});

test('the edit brings servers with the data of then beside the damaged ones', async () => {
  write(restored());
  await apply();
  const now = await held();
  expect({
    orders: now['dev-orders-b'],
    products: now['dev-products-b'],
    sessions: now['dev-sessions-b'],
  }).toEqual({
    orders: then['dev-orders'],
    products: then['dev-products'],
    sessions: then['dev-sessions'],
  });
  expect(now['dev-orders']).not.toBe(then['dev-orders']);
  expect(JSON.parse(await aws('rds', 'describe-db-instances', '--query', SIZES))).toContainEqual([
    'dev-orders-b',
    30,
  ]);
  expect(await changes()).toEqual(LEFT);
});

test('the contract and the master secret lead to the restored servers, and the damaged ones are closed', async () => {
  const orders = await contract('databases/orders');
  expect(orders.host).toMatch(/^dev-orders-b\./);
  expect((await contract('databases/products')).host).toMatch(/^dev-products-b\./);
  expect((await contract('caches/sessions')).host).toContain('dev-sessions-b.');
  const secret = await aws('secretsmanager', 'get-secret-value', '--secret-id', orders.secretArn);
  expect(JSON.parse(JSON.parse(secret).SecretString)).toMatchObject({ username: 'administrator' });
  const groups = await aws('rds', 'describe-db-instances', '--query', GROUPS);
  const groupOf = Object.fromEntries(JSON.parse(groups)) as Record<string, string>;
  expect(groupOf['dev-orders']).not.toBe(groupOf['dev-orders-b']);
});

test('a later edit of what they began with changes nothing, nor does its removal', async () => {
  write(restored((server) => ({ ...server, restored: { snapshot: 'another' } })));
  expect(await changes()).toEqual(LEFT);
  write(restored(({ restored: _, ...server }) => server));
  expect(await changes()).toEqual(LEFT);
});

test('a second change takes the old servers out: with their last snapshots, and without a trace', async () => {
  for (const name of ['dev-orders', 'dev-products']) {
    await aws(
      'rds',
      'modify-db-instance',
      '--db-instance-identifier',
      name,
      '--no-deletion-protection',
      '--apply-immediately',
    );
  }
  write(restored(({ name }) => ({ name, old: [] })));
  await apply();
  expect((await servers()).sort()).toEqual(['dev-orders-b', 'dev-products-b']);
  const last = Object.keys(await held()).filter((name) =>
    /^dev-(orders|products|sessions)-[0-9a-f]{8}-/.test(name),
  );
  expect(last).toHaveLength(3);
  expect(await changes()).toEqual([]);
});

test('a server that somebody renamed is recognized: Terraform follows it, and never the one that has its name now', async () => {
  const [name, other] = ['dev-orders-b', 'dev-orders-damaged'];
  const rename = [
    '--db-instance-identifier',
    name,
    '--new-db-instance-identifier',
    other,
    '--apply-immediately',
  ];
  await aws('rds', 'modify-db-instance', ...rename);
  const snapshot = ['--db-snapshot-identifier', 'before', '--db-instance-class', 'db.t4g.small'];
  await aws('rds', 'restore-db-instance-from-db-snapshot', '--db-instance-identifier', name, ...snapshot);
  await succeed('aws', 'rds', 'wait', 'db-instance-available', '--db-instance-identifier', other);

  const { changes: renamed } = await planned();
  const refused = renamed.flatMap((one) => refusedStep(one, 'environments/dev.json') ?? []);
  expect(refused).toEqual([
    expect.stringMatching(
      /^aws_db_instance\.orders_b is called dev-orders-damaged now, .* Name it dev-orders-b again/,
    ),
  ]);

  const { code, stderr } = await work.run('terraform', 'apply', '-auto-approve', '-no-color', '-input=false');
  expect(code).toBe(1);
  expect(hint({ address: 'aws_db_instance.orders_b', text: stderr }, 'dev', {})).toContain(
    'give it its name back',
  );
});
