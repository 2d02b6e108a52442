import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, FakePrograms } from '../fake-program';
import { Toy } from '../toy';

jest.setTimeout(30_000);

let toy: Toy;
let programs: FakePrograms;
beforeEach(() => {
  toy = new Toy();
  programs = new FakePrograms();
});
afterEach(() => {
  toy.remove();
  programs.remove();
});

const DATABASE = { identifier: 'dev-orders', engine: 'postgres', engine_version: '17.10' };
const CACHE = { replication_group_id: 'dev-sessions', engine: 'redis', engine_version: '7.1' };

/** What is deployed, by type. */
const state = (resources: Record<string, object>) => ({
  resources: Object.entries(resources).map(([type, attributes]) => ({
    mode: 'managed',
    type,
    name: 'one',
    instances: [{ attributes }],
  })),
});

/** What was synthesized. */
const document = (resources: Record<string, object>, protection?: string) => ({
  locals: { protection },
  provider: { aws: [{ region: 'eu-central-1', assume_role: [{ role_arn: 'arn:aws:iam::1:role/deploy' }] }] },
  resource: Object.fromEntries(Object.entries(resources).map(([type, one]) => [type, { one }])),
});

/** A Terraform that has the state, and says when it does something else than to print it. */
const deployed = (what: object | string) => `
if (process.argv[2] === 'state') process.stdout.write(${JSON.stringify(typeof what === 'string' ? what : JSON.stringify(what))});
else console.log('ran ' + process.argv[2]);`;

const run = (args: string[] = ['apply'], answers: Answer[] = []) => {
  programs.add('aws', [
    {
      to: 'assume-role',
      says: { Credentials: { AccessKeyId: 'a', SecretAccessKey: 'b', SessionToken: 'c' } },
    },
    ...answers,
  ]);
  return toy.guardIn('dev', args, { PATH: `${programs.folder}:${process.env.PATH}` }).ended;
};

const lower = { ...DATABASE, engine_version: '17.9' };
const major = { ...DATABASE, engine_version: '18.4' };

test.each(['apply', 'plan'])('terraform %s of a version that goes back does not begin', async (command) => {
  toy.stack(document({ aws_db_instance: lower })).terraform(deployed(state({ aws_db_instance: DATABASE })));
  const { code, output } = await run([command]);
  expect(output).toContain(
    'Error: aws_db_instance.one runs 17.10, and the file says 17.9: RDS refuses that, as a version only goes up: put 17.10 into environments/dev.json',
  );
  expect(output).not.toContain('ran');
  expect(code).toBe(1);
});

test('a cache that would be made anew, empty, is not', async () => {
  const valkey = { ...CACHE, engine: 'valkey', engine_version: '8.2' };
  toy
    .stack(document({ aws_elasticache_replication_group: CACHE }))
    .terraform(deployed(state({ aws_elasticache_replication_group: valkey })));
  expect((await run()).output).toContain('it would be made anew, empty, as there is no way back from Valkey');
});

test.each([
  ['a first deploy, without a state', ''],
  ['a stack that has no such thing yet', state({})],
  ['a state that Terraform can not read either', 'torn'],
  ['the same version', state({ aws_db_instance: lower })],
])('%s begins', async (_, before) => {
  toy.stack(document({ aws_db_instance: lower }, 'dev is protected')).terraform(deployed(before));
  expect(await run()).toEqual({ code: 0, output: 'ran apply\n' });
});

test('what Terraform is told to leave as it is, as of an old server beside a restored one, is compared with nothing', async () => {
  const old = { ...lower, lifecycle: { ignore_changes: ['engine_version'] } };
  toy
    .stack(document({ aws_db_instance: old }, 'dev is protected'))
    .terraform(deployed(state({ aws_db_instance: DATABASE })));
  expect(await run()).toEqual({ code: 0, output: 'ran apply\n' });
});

test('Ctrl-C while the state is read starts no Terraform', async () => {
  toy.stack(document({ aws_db_instance: lower })).terraform(`
    if (process.argv[2] !== 'state') console.log('ran ' + process.argv[2]);
    else { require('node:fs').writeFileSync('asked', ''); setTimeout(() => {}, 1500); }`);
  const { process: guard, ended } = toy.guardIn('dev', ['apply']);
  while (!toy.has('stacks/dev/asked')) await sleep(20);
  guard.kill('SIGINT');
  expect(await ended).toEqual({ code: 130, output: '' });
});

test('a stack without servers asks for no state', async () => {
  toy.stack(document({ aws_s3_bucket: {} })).terraform('console.log("ran " + process.argv[2])');
  expect(await run()).toEqual({ code: 0, output: 'ran apply\n' });
});

test('an old server that stays as it is after a restore stops nothing, though the file names another version', async () => {
  const old = { ...lower, lifecycle: { ignore_changes: ['engine_version'] } };
  toy.stack(document({ aws_db_instance: old })).terraform(deployed(state({ aws_db_instance: DATABASE })));
  expect(await run()).toEqual({ code: 0, output: 'ran apply\n' });
});

const snapshots = (type: string, hours: number, status = 'available') => ({
  to: 'describe-db-snapshots --db-instance-identifier dev-orders',
  says: {
    DBSnapshots: [
      {
        SnapshotType: type,
        Status: status,
        SnapshotCreateTime: new Date(Date.now() - hours * 3_600_000).toISOString(),
      },
    ],
  },
});

describe('another major in a protected environment', () => {
  beforeEach(() => {
    toy
      .stack(document({ aws_db_instance: major }, 'dev is protected'))
      .terraform(deployed(state({ aws_db_instance: DATABASE })));
  });

  test.each([
    ['was never made', { ...snapshots('manual', 1), says: { DBSnapshots: [] } }],
    ['is too old', snapshots('manual', 25)],
    ['is one of those that go by themselves', snapshots('automated', 1)],
    ['is not done', snapshots('manual', 0, 'creating')],
  ])('waits for a snapshot when one %s, and names the command', async (_, answer) => {
    const { code, output } = await run(['apply'], [answer]);
    expect(output).toContain(
      "aws_db_instance.one goes from postgres 17.10 to postgres 18.4, which can't be taken back, dev is protected, and nobody made a snapshot of dev-orders in the last 24 hours. First, with credentials of its account:\n  aws rds create-db-snapshot --db-instance-identifier dev-orders --db-snapshot-identifier dev-orders-before-postgres-18-4 && aws rds wait db-snapshot-available --db-snapshot-identifier dev-orders-before-postgres-18-4",
    );
    expect([code, output.includes('ran')]).toEqual([1, false]);
  });

  test('begins with one, as the role that deploys', async () => {
    expect(await run(['apply'], [snapshots('manual', 1)])).toEqual({ code: 0, output: 'ran apply\n' });
    expect(programs.calls()[0]!.args).toContain('arn:aws:iam::1:role/deploy');
  });

  test('does not begin when nobody can tell', async () => {
    const answer = { to: 'describe-db-snapshots', complains: 'AccessDenied', code: 254 };
    const { code, output } = await run(['apply'], [answer]);
    expect(output).toContain('Error: aws rds describe-db-snapshots: AccessDenied');
    expect(code).toBe(1);
  });

  test('is planned without one', async () => {
    expect(await run(['plan'])).toEqual({ code: 0, output: 'ran plan\n' });
  });
});

test('another major where nothing is protected needs no snapshot', async () => {
  toy.stack(document({ aws_db_instance: major })).terraform(deployed(state({ aws_db_instance: DATABASE })));
  expect(await run()).toEqual({ code: 0, output: 'ran apply\n' });
});

test('Redis to Valkey in a protected environment waits for a snapshot, which ElastiCache does not make by itself', async () => {
  toy
    .stack(
      document(
        { aws_elasticache_replication_group: { ...CACHE, engine: 'valkey', engine_version: '8.2' } },
        'dev is protected',
      ),
    )
    .terraform(deployed(state({ aws_elasticache_replication_group: CACHE })));
  const answer = (time: string) => ({
    to: 'describe-snapshots --replication-group-id dev-sessions',
    says: {
      Snapshots: [
        {
          SnapshotSource: 'manual',
          SnapshotStatus: 'available',
          NodeSnapshots: [{ SnapshotCreateTime: time }],
        },
      ],
    },
  });
  expect((await run(['apply'], [answer('2026-01-01T00:00:00Z')])).output).toContain(
    'aws elasticache create-snapshot --replication-group-id dev-sessions --snapshot-name dev-sessions-before-valkey-8-2',
  );
  expect(await run(['apply'], [answer(new Date().toISOString())])).toMatchObject({ code: 0 });
});
