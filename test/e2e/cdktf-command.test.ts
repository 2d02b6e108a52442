import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Running, run } from '../cli/toy';

// The real CDKTF CLI and the real Terraform, on an app of three stacks with local state and no provider.

const root = join(__dirname, '../..');
const app = `
const { App, TerraformStack } = require(${JSON.stringify(join(root, 'node_modules/cdktf'))});
const app = new App({ stackTraces: false });
const stacks = ['a', 'b', 'c'].map((name) => {
  const stack = new TerraformStack(app, name);
  const command = process.env['COMMAND_' + name] ?? 'true';
  stack.addOverride('resource.terraform_data.first', { provisioner: [{ 'local-exec': { command } }] });
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
  writeFileSync(join(folder, 'main.js'), app);
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
  run(folder, join(root, 'cli/cdktf'), args, { ...process.env, CI: 'true', ...env });

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

const locks = () => readdirSync(folder).filter((file) => file.includes('.lock.'));

async function expectConvergence(...stacks: string[]): Promise<void> {
  await expect(deploy(stacks).ended).resolves.toMatchObject({ code: 0 });
  expect(stacks.map(made)).toEqual(stacks.map(() => ['first']));
  expect(locks()).toEqual([]);
  expect(readdirSync(join(folder, 'cdktf.out'))).toEqual([]);
}

test('a killed Terraform fails the deploy, and the next one converges', async () => {
  const { code, output } = await deploy(['a'], { COMMAND_a: 'kill -9 $(ps -o ppid= -p $$)' }).ended;
  expect(output).toContain('cdktf: terraform apply in a: exit code 137');
  expect(code).toBe(1);
  await expectConvergence('a');
});

test('Ctrl-C leaves no lock and no process, and the next deploy converges', async () => {
  const {
    process: command,
    shows,
    ended,
  } = deploy(['a', 'b'], { COMMAND_a: 'sleep 30', COMMAND_b: 'sleep 30' });
  await shows('a  ');
  await shows('Executing');
  process.kill(-command.pid!, 'SIGINT');
  const { code, output } = await ended;
  expect(output).toContain('Gracefully shutting down');
  expect(code).toBe(130);
  expect(locks()).toEqual([]);
  await expectConvergence('a', 'b');
});

test('a stack that fails lets the others finish, and those that wait for it do not start', async () => {
  const { code, output } = await deploy(['a', 'b', 'c'], {
    COMMAND_a: 'sleep 1; exit 3',
    COMMAND_b: 'sleep 6',
  }).ended;
  expect(output).toContain('exit status 3');
  expect(output).toContain('cdktf: terraform apply in a: exit code 1');
  expect(code).toBe(1);
  expect(made('b')).toEqual(['first']);
  expect(existsSync(join(folder, 'terraform.c.tfstate'))).toBe(false);
  await expectConvergence('a', 'b', 'c');
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
  const first = deploy(['a'], { COMMAND_a: `until [ -e ${go} ]; do sleep 0.2; done` });
  await first.shows('Executing');
  const { code, output } = await deploy(['a']).ended;
  expect(output).toContain('Error acquiring the state lock');
  expect(output).toMatch(/Who: +\S+@\S+/);
  expect(output).toMatch(/Created: +\d{4}-/);
  expect(code).toBe(1);
  writeFileSync(go, '');
  expect((await first.ended).code).toBe(0);
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
const why = require(${JSON.stringify(join(root, 'cli/guarded.ts'))}).bypassed();
if (why) { console.error(why); process.exit(1); }`;
  writeFileSync(join(folder, 'main.js'), refusing + app);
  const bare = require.resolve('cdktf-cli/bundle/bin/cdktf', { paths: [join(root, 'cli')] });
  const { status, stderr } = spawnSync(bare, ['synth'], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toContain('Type "npx cdktf ..." instead');
  expect(status).toBe(1);
});
