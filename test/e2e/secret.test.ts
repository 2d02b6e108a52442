import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../helpers';
import { DeployedServices, run, SERVICES } from './deployed-services';
import { type PreviewEnded, startCommand } from './preview-command';

// A secret that people put, from its declaration to its end. In the order of the file, against one emulator.
jest.setTimeout(20 * 60_000);

const dev = new DeployedServices('e2e-secret', 8410);
const NAME = '/acme/dev/storefront/stripe-key/secret';
const madeUp = () => `made-up-${randomBytes(16).toString('hex')}`;
const [FIRST, SECOND] = [madeUp(), madeUp()];
/** All that commands have said. */
const said: string[] = [];

beforeAll(async () => {
  await dev.start();
  dev.copy.source('services/storefront.ts', 'bind: [', "secrets: ['stripe-key'],\n  bind: [");
});
afterAll(() => dev.stop());

/** As somebody types it: `npm run secret -- ...`, with the value at stdin. Watches what other users could see of it. */
async function secret(args: readonly string[], value = ''): Promise<PreviewEnded> {
  const child = spawn(process.execPath, ['run.js', 'cli/secret/secret.ts', ...args], {
    cwd: dev.copy.directory,
    env: await dev.variables(),
  });
  let [stdout, stderr, isOver] = ['', '', false];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  child.stdin.end(value);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve)).finally(() => {
    isOver = true;
  });
  const watched = value === '' ? Promise.resolve() : watch(value.trim(), () => isOver);
  const code = await ended;
  await watched;
  said.push(stdout, stderr);
  return { code, stdout, stderr };
}

/** Looks at the arguments of all processes, again and again. */
async function watch(value: string, isOver: () => boolean): Promise<void> {
  let looks = 0;
  while (!isOver()) {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      if (!read(`/proc/${pid}/cmdline`).includes(value)) continue;
      throw new Error(`process ${pid} has the value among its arguments`);
    }
    looks += 1;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(looks).toBeGreaterThan(20);
}

/** Empty: it has ended, or is another user's. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

async function deploy(): Promise<void> {
  said.push(await dev.deploy(SERVICES));
}

const all = async () => ({
  storefront: [...(await dev.names('storefront', 'web')), ...(await dev.names('storefront', 'worker'))],
  catalog: await dev.names('catalog', 'api'),
});

async function versions(): Promise<{ VersionId: string; VersionStages: string[] }[]> {
  return (await dev.aws('secretsmanager', 'list-secret-version-ids', '--secret-id', NAME)).Versions;
}

/** What is in the variable of a pod. */
async function valueInPod(): Promise<string> {
  const { STRIPE_KEY } = await dev.environment('storefront', 'web');
  const { name, key } = STRIPE_KEY!.secretKeyRef;
  const { data } = await dev.get('secret', '-n', 'shop', name);
  return Buffer.from(data[key], 'base64').toString();
}

describe('a secret that nobody has put', () => {
  const command = 'npm run secret -- set dev storefront stripe-key';
  const start = async (name: string, ...args: string[]) => {
    const { code, stdout, stderr } = await startCommand(dev.copy, name, args, await dev.variables()).ended;
    return { code, output: stdout + stderr };
  };

  test('keeps a deploy from changing anything, platform included, and says what to do', async () => {
    const before = await states();
    const { code, output } = await start('cdktf', 'deploy', 'dev', 'dev-services', '--auto-approve');
    expect([code, output]).toEqual([1, expect.stringContaining(command)]);
    expect(await states()).toEqual(before);
  });

  test('is told of by a plan', async () => {
    const { code, output } = await start('plan', 'dev-services');
    expect([code, output]).toEqual([1, expect.stringContaining(command)]);
  });
});

describe('a value', () => {
  test('is refused as an argument, and not repeated', async () => {
    const { code, stdout, stderr } = await secret(['set', 'dev', 'storefront', 'stripe-key', FIRST]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('The value is no argument')]);
    expect(stdout + stderr).not.toContain(FIRST);
  });

  test('goes by stdin to Secrets Manager, and with the next deploy to the pods of the service', async () => {
    const before = await all();
    const { code, stdout, stderr } = await secret(['set', 'dev', 'storefront', 'stripe-key'], `${FIRST}\n`);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('npx cdktf deploy dev-services');
    await deploy();
    expect(await valueInPod()).toBe(FIRST);
    const after = await all();
    expect(after.catalog).toEqual(before.catalog);
    expect(after.storefront.filter((name) => before.storefront.includes(name))).toEqual([]);
  });

  test('is not put a second time by mistake', async () => {
    const { code, stderr } = await secret(['set', 'dev', 'storefront', 'stripe-key'], SECOND);
    expect([code, stderr]).toEqual([1, expect.stringContaining('rotate dev storefront stripe-key')]);
  });

  test('can be read by the pods, and neither by who deploys nor by who puts it', async () => {
    const id = ['secretsmanager', 'get-secret-value', '--secret-id', NAME];
    await expect(dev.aws(...id)).rejects.toThrow(/AccessDenied/);
    const keeper = ['sts', 'assume-role', '--role-arn', 'arn:aws:iam::111111111111:role/acme-secrets'];
    const env = await dev.variables();
    const { stdout } = await run('aws', [...keeper, '--role-session-name', 'test', '--output', 'json'], {
      env,
    });
    const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(stdout).Credentials;
    const keys = {
      AWS_PROFILE: undefined,
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      AWS_SESSION_TOKEN: SessionToken,
    };
    await expect(run('aws', id, { env: { ...env, ...keys } })).rejects.toThrow(/AccessDenied/);
  });
});

describe('a rotation', () => {
  test('replaces the pods of the service with the next deploy, which shows them and no others', async () => {
    const before = await all();
    const { code, stdout, stderr } = await secret(['rotate', 'dev', 'storefront', 'stripe-key'], SECOND);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('the pods of storefront (web, worker, mailer)');
    expect(await all()).toEqual(before);
    expect(await valueInPod()).toBe(FIRST);

    await dev.terraform('plan', '-input=false', '-lock=false', '-out=plan.tfplan');
    const plan = await dev.terraform('show', '-json', 'plan.tfplan');
    said.push(plan, await dev.terraform('show', 'plan.tfplan'));
    const changed = JSON.parse(plan).resource_changes.filter(
      ({ change }: Json) => !change.actions.includes('no-op'),
    );
    const addresses: string[] = changed.map(({ address }: Json) => address);
    expect(addresses.filter((address) => !/\.storefront_/.test(address))).toEqual([]);
    expect(addresses).toContain('kubernetes_deployment_v1.storefront_web-stable');

    await deploy();
    expect(await valueInPod()).toBe(SECOND);
    const after = await all();
    expect(after.catalog).toEqual(before.catalog);
    expect(after.storefront.filter((name) => before.storefront.includes(name))).toEqual([]);
  });

  test('keeps the version before, and a list tells of both by id', async () => {
    const { stdout } = await secret(['list', 'dev']);
    const all = await versions();
    const id = (label: string) =>
      all.find(({ VersionStages }) => VersionStages.includes(label))!.VersionId.slice(0, 8);
    expect(stdout).toMatch(
      new RegExp(
        `storefront \\| stripe-key \\| STRIPE_KEY \\| put .* UTC \\| ${id('AWSCURRENT')} \\| ${id('AWSPREVIOUS')}`,
      ),
    );
  });
});

test('rotations without a deploy between them leave the version that pods run its label, so that AWS keeps it', async () => {
  const running = await versions();
  const id = running.find(({ VersionStages }) => VersionStages.includes('AWSCURRENT'))!.VersionId;
  for (const value of [madeUp(), madeUp(), madeUp()])
    expect((await secret(['rotate', 'dev', 'storefront', 'stripe-key'], value)).code).toBe(0);
  const labels = (await versions()).find(({ VersionId }) => VersionId === id)!.VersionStages;
  expect(labels).toEqual([expect.stringMatching(/^kept-\d$/)]);
});

describe('the end of a secret', () => {
  test('is refused while the service declares it, and without the name once more', async () => {
    const named = ['unset', 'dev', 'storefront', 'stripe-key'];
    expect(await secret([...named, '--yes'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('declares stripe-key'),
    });
    dev.copy.source('services/storefront.ts', "secrets: ['stripe-key'],\n  ", '');
    expect(await secret(named)).toMatchObject({ code: 1, stderr: expect.stringContaining('--yes') });
  });

  test('takes variable, rights and mount from the pods, then the value', async () => {
    await deploy();
    expect(await dev.environment('storefront', 'web')).not.toHaveProperty('STRIPE_KEY');
    const { code, stdout } = await secret(['unset', 'dev', 'storefront', 'stripe-key', '--yes']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('For 7 days')]);
    const { DeletedDate } = await dev.aws('secretsmanager', 'describe-secret', '--secret-id', NAME);
    expect(DeletedDate).toBeDefined();
  });
});

test('no value is in a file of the project, a synthesized file, a version of a state, a log or an event', async () => {
  const places: Record<string, string> = {
    said: said.join('\n'),
    events: await dev.kubectl('get', 'events', '-A', '-o', 'json'),
    objects: await dev.kubectl(
      'get',
      'secretproviderclasses,deployments,cronjobs,jobs,pods,configmaps',
      '-A',
      '-o',
      'json',
    ),
    ...(await stateVersions()),
    ...files(dev.copy.directory),
    ...files(dev.local.folder),
  };
  expect(Object.keys(places).filter((name) => name.endsWith('cdk.tf.json')).length).toBeGreaterThan(3);
  expect(Object.keys(places).filter((name) => name.startsWith('s3:')).length).toBeGreaterThan(4);
  // What is written to the emulator itself is what AWS keeps.
  const found = Object.keys(places).filter((name) =>
    [FIRST, SECOND].some((value) => places[name]!.includes(value)),
  );
  expect(found).toEqual([]);
});

/** Packages, and what Kubernetes stores, where the variables of pods come from. */
const LEFT_OUT = /\/node_modules\/|\/k8s\/etcd\//;

function files(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(names.filter((name) => !LEFT_OUT.test(name)).map((name) => [name, read(name)]));
}

const BUCKET = 'acme-state-999999999999';

async function s3(...args: string[]): Promise<Json> {
  const { stdout } = await run('aws', ['s3api', ...args, '--bucket', BUCKET, '--output', 'json'], {
    env: await dev.variables(),
  });
  return JSON.parse(stdout);
}

/** Ids of the versions of all states. */
async function states(): Promise<{ Key: string; VersionId: string }[]> {
  const { Versions } = await s3('list-object-versions');
  return Versions.filter(({ Key }: Json) => !Key.endsWith('.tflock')).map(({ Key, VersionId }: Json) => ({
    Key,
    VersionId,
  }));
}

async function stateVersions(): Promise<Record<string, string>> {
  const versions = await states();
  const texts = await Promise.all(
    versions.map(async ({ Key, VersionId }) => {
      const file = join(dev.copy.directory, `state-${VersionId}`);
      await s3('get-object', '--key', Key, '--version-id', VersionId, file);
      return [`s3://${Key}@${VersionId}`, read(file)] as const;
    }),
  );
  return Object.fromEntries(texts);
}
