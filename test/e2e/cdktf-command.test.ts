import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Running, run } from '../cli/toy';

// The real CDKTF CLI and the real Terraform, on an app of three stacks with local state and no provider: two
// environments, one of which has services.

const root = join(__dirname, '../..');
const app = (folder: string) => `
const { App, TerraformStack } = require(${JSON.stringify(join(root, 'node_modules/cdktf'))});
const app = new App({ stackTraces: false });
const stacks = ['a', 'b', 'a-services'].map((name) => {
  const stack = new TerraformStack(app, name);
  const run = (verb, more) => {
    const command = process.env[verb + '_' + name.replace('-', '_')] ?? 'true';
    return { 'local-exec': { command: 'echo ' + verb + ' ' + name + ' >> ${folder}/order && ' + command, ...more } };
  };
  const provisioner = [run('make'), run('destroy', { when: 'destroy' })];
  stack.addOverride('resource.terraform_data.first', { provisioner });
  return stack;
});
stacks[2].addDependency(stacks[0]);
if (process.env.EXTRA) stacks[0].addOverride('resource.terraform_data.extra', {});
if (process.env.PROTECTED) stacks[0].addOverride('locals.protection', 'a is protected: do this first');
app.synth();`;

jest.setTimeout(120_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdktf-e2e-'));
  writeFileSync(join(folder, 'main.js'), app(folder));
  const settings = {
    language: 'typescript',
    app: 'node main.js',
    projectId: 'toy',
    sendCrashReports: 'false',
  };
  writeFileSync(join(folder, 'cdktf.json'), JSON.stringify(settings));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cdktf = (args: string[], env: Record<string, string> = {}): Running =>
  run(folder, join(root, 'cli/safe-cdktf/cdktf'), args, { ...process.env, CI: 'true', ...env });

const deploy = (stacks: string[], env?: Record<string, string>) =>
  cdktf(['deploy', ...stacks, '--auto-approve'], env);

/** The resources in a stack's state that are whole. */
function made(stack: string): string[] {
  const file = join(folder, `terraform.${stack}.tfstate`);
  if (!existsSync(file)) return [];
  const { resources } = JSON.parse(readFileSync(file, 'utf8'));
  return resources
    .filter(({ instances: [instance] }: { instances: { status?: string }[] }) => !instance?.status)
    .map(({ name }: { name: string }) => name);
}

/** What was made and destroyed, in the order in which it began. */
const order = () => readFileSync(join(folder, 'order'), 'utf8').trim().split('\n');

const locks = () => readdirSync(folder).filter((file) => file.includes('.lock.'));

async function expectConvergence(...stacks: string[]): Promise<void> {
  await expect(deploy(stacks).ended).resolves.toMatchObject({ code: 0 });
  expect(stacks.map(made)).toEqual(stacks.map(() => ['first']));
  expect(locks()).toEqual([]);
  expect(readdirSync(join(folder, 'cdktf.out'))).toEqual([]);
}

test('a killed Terraform fails the deploy, and the next one converges', async () => {
  const { code, output } = await deploy(['a'], { make_a: 'kill -9 $(ps -o ppid= -p $$)' }).ended;
  expect(output).toContain('cdktf: terraform apply in a: exit code 137');
  expect(code).toBe(1);
  await expectConvergence('a');
});

test('Ctrl-C leaves no lock and no process, and the next deploy converges', async () => {
  const { process: command, shows, ended } = deploy(['a', 'b'], { make_a: 'sleep 30', make_b: 'sleep 30' });
  await shows('a  ');
  await shows('Executing');
  process.kill(-command.pid!, 'SIGINT');
  const { code, output } = await ended;
  expect(output).toContain('Gracefully shutting down');
  expect(code).toBe(130);
  expect(locks()).toEqual([]);
  await expectConvergence('a', 'b');
});

test('an environment and its services are deployed in order, and destroyed in reverse', async () => {
  expect((await deploy(['a*'], { make_a: 'sleep 2' }).ended).code).toBe(0);
  expect(order()).toEqual(['make a', 'make a-services']);
  const slow = { destroy_a_services: 'sleep 2' };
  expect((await cdktf(['destroy', 'a*', '--auto-approve'], slow).ended).code).toBe(0);
  expect(order().slice(2)).toEqual(['destroy a-services', 'destroy a']);
  expect([made('a'), made('a-services')]).toEqual([[], []]);
});

test('services that cannot be destroyed keep their environment', async () => {
  await deploy(['a*']).ended;
  const { code, output } = await cdktf(['destroy', 'a*', '--auto-approve'], { destroy_a_services: 'exit 3' })
    .ended;
  expect(output).toContain('cdktf: terraform destroy in a-services: exit code 1');
  expect(code).toBe(1);
  expect(order()).not.toContain('destroy a');
  expect(made('a')).toEqual(['first']);
});

test('Ctrl-C while an environment is deployed starts no services', async () => {
  const { process: command, ended } = deploy(['a*'], { make_a: 'sleep 30' });
  // Terraform says that it executes something before it does.
  while (!existsSync(join(folder, 'order'))) await sleep(50);
  process.kill(-command.pid!, 'SIGINT');
  expect((await ended).code).toBe(130);
  expect(order()).toEqual(['make a']);
  await expectConvergence('a', 'a-services');
});

test('a stack that fails lets the others finish, and those that wait for it do not start', async () => {
  const { code, output } = await deploy(['a', 'b', 'a-services'], {
    make_a: 'sleep 1; exit 3',
    make_b: 'sleep 6',
  }).ended;
  expect(output).toContain('exit status 3');
  expect(output).toContain('cdktf: terraform apply in a: exit code 1');
  expect(code).toBe(1);
  expect(made('b')).toEqual(['first']);
  expect(existsSync(join(folder, 'terraform.a-services.tfstate'))).toBe(false);
  await expectConvergence('a', 'b', 'a-services');
});

test('two runs side by side each deploy what they synthesized', async () => {
  const first = deploy(['a'], { EXTRA: '1' });
  const second = deploy(['b']);
  const codes = (await Promise.all([first.ended, second.ended])).map(({ code }) => code);
  expect(codes).toEqual([0, 0]);
  expect(made('a')).toEqual(['extra', 'first']);
  expect(made('b')).toEqual(['first']);
});

test('a second deploy of one stack says who holds the lock', async () => {
  const go = join(folder, 'go');
  const first = deploy(['a'], { make_a: `until [ -e ${go} ]; do sleep 0.2; done` });
  await first.shows('Executing');
  const { code, output } = await deploy(['a']).ended;
  expect(output).toContain('Error acquiring the state lock');
  expect(output).toMatch(/Who: +\S+@\S+/);
  expect(output).toMatch(/Created: +\d{4}-/);
  expect(code).toBe(1);
  writeFileSync(go, '');
  expect((await first.ended).code).toBe(0);
});

test('what runs in a protected environment is not destroyed before it', async () => {
  await deploy(['a*']).ended;
  const { code, output } = await cdktf(['destroy', 'a*', '--auto-approve'], { PROTECTED: '1' }).ended;
  expect(output).toContain('Error: a is protected: do this first');
  expect(code).toBe(1);
  expect([made('a'), made('a-services')]).toEqual([['first'], ['first']]);
});

test('a protected stack refuses to be destroyed', async () => {
  await deploy(['a']).ended;
  const { code, output } = await cdktf(
    ['destroy', 'a', '--auto-approve', '--ignore-missing-stack-dependencies'],
    {
      PROTECTED: '1',
    },
  ).ended;
  expect(output).toContain('Error: a is protected: do this first');
  expect(code).toBe(1);
  expect(made('a')).toEqual(['first']);
});

test('an app that asks refuses any other cdktf', () => {
  const refusing = `
require(${JSON.stringify(join(root, 'node_modules/tsx/dist/cjs/index.cjs'))});
const why = require(${JSON.stringify(join(root, 'cli/safe-cdktf/guarded.ts'))}).bypassed();
if (why) { console.error(why); process.exit(1); }`;
  writeFileSync(join(folder, 'main.js'), refusing + app(folder));
  const bare = require.resolve('cdktf-cli/bin/cdktn', { paths: [join(root, 'cli')] });
  const onNode20 = join(root, 'cli/safe-cdktf/on-node-20.cjs');
  const { status, stderr } = spawnSync(process.execPath, ['--require', onNode20, bare, 'synth'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toContain('Type "npx cdktf ..." instead');
  expect(status).toBe(1);
});
