import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Captured, capture } from '../../programs/capture';
import { synthesizeStacks } from '../../terraform/synthesize-stacks';
import { BareEmulator } from '../e2e/bare-emulator';
import { root } from '../e2e/local-command';
import { makeProject } from '../fixture/project';
import { folder } from '../local/temporary';

// A team takes dev, qa and prod through one Kubernetes minor, a PostgreSQL major and Redis to Valkey, by the files that
// npm run upgrades writes. Of the platform there is only what is upgraded, and what that needs.
jest.setTimeout(20 * 60_000);

const ENVIRONMENTS = ['dev', 'qa', 'prod'] as const;
type Name = (typeof ENVIRONMENTS)[number];
const ACCOUNTS: Readonly<Record<Name, string>> = {
  dev: '111111111111',
  qa: '222222222222',
  prod: '333333333333',
};
const STEPS = ['kubernetes=1.36', 'databases.orders=18.4', 'caches.sessions=valkey-8.2'];
const UPGRADED = [
  'aws_db_instance.database-orders',
  // Named, so that the ones of the old families go as they do in a whole deploy.
  'aws_db_parameter_group.database-orders_parameter-group',
  'aws_elasticache_parameter_group.cache-sessions_parameter-group',
  'aws_elasticache_replication_group.cache-sessions',
  'aws_eks_cluster.cluster',
  'aws_eks_addon.cluster_addons_observability',
];
const GUARD = join(root, 'cli/safe-cdktf/terraform-guard');
let emulator: BareEmulator;
let project: string;
let out: string;

beforeAll(async () => {
  emulator = await BareEmulator.start('e2e-upgrades', 6460);
  project = folder();
  makeProject(project);
  out = join(project, 'cdktf.out');
  for (const name of ENVIRONMENTS) {
    edit(name, (text) =>
      text.replace(
        /(?<="cluster": \{ "version": )"1\.3\d"/,
        '"1.35", "addons": { "observability": "v6.3.0-eksbuild.1" }',
      ),
    );
  }
  await synthesize();
  // Of customers, which the team had before the platform: prod has domains in it.
  const zone = ['create-hosted-zone', '--name', 'shop.example', '--caller-reference', 'of customers'];
  await done([capture('aws', ['route53', ...zone], { env: emulator.env })]);
  await done([run('bootstrap', 'apply', '-auto-approve')]);
  await done(ENVIRONMENTS.map((name) => run(`account-${name}`, 'apply', '-auto-approve')));
  await done(ENVIRONMENTS.map(apply));
});
afterAll(() => emulator?.stop());

async function done(runs: readonly Promise<Captured>[]): Promise<void> {
  const faults = (await Promise.all(runs)).flatMap(({ code, stdout, stderr }) =>
    code === 0 ? [] : [`${stdout}${stderr}`.slice(-4000)],
  );
  expect(faults).toEqual([]);
}

const file = (name: Name) => join(project, 'environments', `${name}.json`);
const edit = (name: Name, change: (text: string) => string) =>
  writeFileSync(file(name), change(readFileSync(file(name), 'utf8')));

async function synthesize(): Promise<void> {
  await synthesizeStacks(out, { root: project });
  for (const name of ['bootstrap', ...ENVIRONMENTS.flatMap((one) => [one, `account-${one}`])]) {
    const written = join(out, 'stacks', name, 'cdk.tf.json');
    const stack = JSON.parse(readFileSync(written, 'utf8'));
    stack.terraform.backend = { local: { path: join(project, `${name}.tfstate`) } };
    writeFileSync(written, JSON.stringify(stack));
  }
}

/** As the role that deploys the environment. */
async function aws(name: Name, ...args: string[]): Promise<Captured> {
  const role = `arn:aws:iam::${ACCOUNTS[name]}:role/acme-deploy`;
  const assumed = await capture(
    'aws',
    ['sts', 'assume-role', '--role-arn', role, '--role-session-name', 'test', '--output', 'json'],
    { env: emulator.env },
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(assumed.stdout).Credentials;
  const { AWS_PROFILE: _, ...env } = emulator.env;
  const own = {
    ...env,
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
  };
  return capture('aws', args, { env: own });
}

/** Terraform as the cdktf command runs it. */
async function run(stack: string, command: string, ...args: string[]): Promise<Captured> {
  const guard = (...words: string[]) =>
    capture(GUARD, words, { cwd: join(out, 'stacks', stack), env: emulator.env });
  const init = await guard('init', '-input=false', '-no-color', '-reconfigure');
  return init.code === 0 ? guard(command, '-input=false', '-no-color', ...args) : init;
}
const TARGETS = UPGRADED.map((address) => `-target=${address}`);
const apply = (name: Name) => run(name, 'apply', '-auto-approve', ...TARGETS);
const plan = (name: Name) => run(name, 'plan', '-detailed-exitcode', ...TARGETS);

const upgrades = (...args: string[]) =>
  capture(process.execPath, ['run.js', 'cli/upgrades/upgrades.ts', ...args], {
    cwd: project,
    env: emulator.env,
  });

async function write(name: Name): Promise<void> {
  for (const step of STEPS) {
    const { code, stderr } = await upgrades(name, '--write', step);
    expect([step, code, stderr]).toEqual([step, 0, expect.any(String)]);
  }
  await synthesize();
}

/** What runs, by AWS. */
async function runs(name: Name): Promise<string[]> {
  const ask = async (...args: string[]) =>
    JSON.parse((await aws(name, ...args, '--output', 'json')).stdout) as Record<string, unknown>;
  const { cluster } = (await ask('eks', 'describe-cluster', '--name', name)) as {
    cluster: { version: string };
  };
  const { DBInstances } = (await ask('rds', 'describe-db-instances')) as {
    DBInstances: { Engine: string; EngineVersion: string }[];
  };
  const { CacheClusters } = (await ask('elasticache', 'describe-cache-clusters')) as {
    CacheClusters: { Engine: string; EngineVersion: string }[];
  };
  return [
    cluster.version,
    ...DBInstances.map((one) => `${one.Engine} ${one.EngineVersion}`),
    ...new Set(CacheClusters.map((one) => `${one.Engine} ${one.EngineVersion}`)),
  ];
}

const BEFORE = ['1.35', 'postgres 17.10', 'redis 7.1.0'];
const AFTER = ['1.36', 'postgres 18.4', 'valkey 8.2.0'];

test('AWS is asked what runs and where it can go', async () => {
  const { stdout, stderr } = await upgrades('dev', '--aws', '--json');
  expect(stderr).toBe('');
  const [{ source, things }] = JSON.parse(stdout).environments;
  expect(source).toBe('AWS, as of now');
  const steps = (id: string) => things.find((one: { id: string }) => one.id === id);
  expect(steps('kubernetes')).toMatchObject({ inAws: '1.35', ends: '2027-03-27', steps: [{ id: STEPS[0] }] });
  expect(steps('databases.orders')).toMatchObject({
    inAws: '17.10',
    ends: '2030-02-28',
    steps: [{ id: STEPS[1] }],
  });
  expect(steps('caches.sessions').all.map(({ id }: { id: string }) => id)).toContain(STEPS[2]);
});

test('prod can not go first', async () => {
  expect(await upgrades('prod', '--write', STEPS[1]!)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('allowed once qa has it'),
  });
});

describe.each(['dev', 'qa'] as const)('%s, which nothing protects', (name) => {
  test('goes through all three in one deploy, in place, and nothing is left to do', async () => {
    expect(await runs(name)).toEqual(BEFORE);
    await write(name);
    const { code, stdout, stderr } = await apply(name);
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    // Parameter groups of the new families are made, and those of the old ones go. All else changes in place.
    expect(stdout).toContain('Apply complete! Resources: 2 added, 4 changed, 2 destroyed.');
    expect(await runs(name)).toEqual(AFTER);
    expect((await plan(name)).code).toBe(0);
  });
});

describe('prod, which is protected', () => {
  test('waits for the snapshots whose commands the deploy names', async () => {
    await write('prod');
    const refused = await apply('prod');
    expect(refused.code).toBe(1);
    expect(await runs('prod')).toEqual(BEFORE);
    const commands = [...refused.stdout.matchAll(/^ {2}(aws .*)$/gm)].map(([, command]) => command!);
    expect(commands).toHaveLength(2);
    for (const command of commands.flatMap((line) => line.split(' && ')))
      expect([command, (await aws('prod', ...command.split(' ').slice(1))).code]).toEqual([command, 0]);
  });

  test('then goes through all three, and nothing is left to do', async () => {
    expect((await apply('prod')).code).toBe(0);
    expect(await runs('prod')).toEqual(AFTER);
    expect((await plan('prod')).code).toBe(0);
  });

  test('does not go back when the pull request is reverted, and says what belongs into the file', async () => {
    const now = readFileSync(file('prod'), 'utf8');
    edit('prod', (text) =>
      text
        .replace('"18.4"', '"17.10"')
        .replace('"8.2"', '"7.1"')
        .replace(/,\s*"engine": "valkey"/, ''),
    );
    await synthesize();
    for (const result of [await apply('prod'), await plan('prod')]) {
      expect(result.code).toBe(1);
      expect(result.stdout).toContain(
        'runs 18.4, and the file says 17.10: RDS refuses that, as a version only goes up: put 18.4 into',
      );
      expect(result.stdout).toContain(
        'there is no way back from Valkey to Redis: put engine valkey and version 8.2',
      );
    }
    expect(await runs('prod')).toEqual(AFTER);
    writeFileSync(file('prod'), now);
    await synthesize();
    expect((await plan('prod')).code).toBe(0);
  });

  test('takes Kubernetes back within its week, and a smaller disk for what it is', async () => {
    const now = readFileSync(file('prod'), 'utf8');
    edit('prod', (text) =>
      text.replace('"1.36"', '"1.35"').replace('"storageGiB": 200', '"storageGiB": 100'),
    );
    await synthesize();
    expect((await apply('prod')).code).toBe(0);
    expect(await runs('prod')).toEqual(['1.35', ...AFTER.slice(1)]);
    edit('prod', (text) => text.replace('"maxStorageGiB": 1000', '"maxStorageGiB": 150'));
    await synthesize();
    expect((await apply('prod')).stdout).toContain(
      'has a disk of 200 GiB, and the file ends its growth at 150: RDS refuses that',
    );
    writeFileSync(file('prod'), now);
  });
});
