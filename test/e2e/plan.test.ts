import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyFor, planIn, removeProducts } from '../plan/plan-command';
import { CdktfDeploy } from './cdktf-deploy';
import { LocalCommand } from './local-command';
import type { ProjectCopy } from './project-copy';
import { restore } from './snapshot';

// What changes to dev would do: nothing here changes what is deployed.
jest.setTimeout(10 * 60_000);

const outside = new LocalCommand('e2e-plan', 6220);
// All at once, as somebody may be at work on the project.
const copy = copyFor(outside, 'project');
const [newVersion, removed, otherName] = ['version', 'removed', 'other-name'].map((name) =>
  copyFor(outside, name),
);
const local = new LocalCommand('e2e-plan', 6220, copy.directory);
const plan = (project: ProjectCopy, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  planIn(project, local, args, env);
const DEV = ['dev', 'dev-services'];

beforeAll(async () => {
  await restore(local);
}, 20 * 60_000);
afterAll(() => local.run(['stop']));

test('without a change there is none, and no plan is left lying about', async () => {
  const { code, stdout } = await plan(copy, DEV);
  expect(stdout).toMatch(/^## No changes\n/);
  expect(code).toBe(0);
  expect(readdirSync(join(copy.directory, 'cdktf.out')).filter((name) => name.startsWith('plan-'))).toEqual(
    [],
  );
});

test('a new version of a service is a change that says which pods roll', async () => {
  newVersion!.parameters('dev', ({ services }) => {
    services.storefront.version = '1.5.1';
  });
  const { code, stdout } = await plan(newVersion!, DEV);
  expect(stdout).toMatch(/^## Changes, nothing dangerous\n/);
  expect(stdout).toMatch(/shop\/storefront-web 1\.5\.0 → 1\.5\.1, rolls 2 pods/);
  expect(code).toBe(2);
});

describe('a database that is taken out', () => {
  const changed = removed!;
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
      cwd: changed.directory,
      stdio: 'ignore',
    });
  const base = ['--base', 'main'];
  let proposed: { file: string; approvals: object[] };

  beforeAll(() => {
    git('init', '--quiet', '--initial-branch', 'main');
    git('add', '.');
    git('commit', '--quiet', '--message', 'base');
    git('checkout', '--quiet', '-b', 'branch');
    removeProducts(changed);
  });

  test('needs an approval, which the report proposes; no secret of the environment is in it', async () => {
    const { code, stdout, stderr } = await plan(changed, [...DEV, ...base]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^## Needs an approval: \d+\n/);
    expect(stdout).toContain(
      '`dev` `aws_db_instance.database-products` is deleted, and with it the database. Rule `data-deleted`.',
    );
    const secrets = await local.emulator<string[]>('secrets');
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of secrets) expect(stdout + stderr).not.toContain(secret);
    const [, file, json] = stdout.match(/as `(approvals\/\S+)`:\n\n```json\n([\s\S]*?)\n```/)!;
    proposed = { file: file!, approvals: [JSON.parse(json!)].flat() };
  });

  test('passes with it', async () => {
    const reasoned = proposed.approvals.map((approval) => ({
      ...approval,
      reason: 'Products come from elsewhere now',
    }));
    mkdirSync(join(changed.directory, 'approvals'), { recursive: true });
    writeFileSync(join(changed.directory, proposed.file), JSON.stringify(reasoned));
    const { code, stdout } = await plan(changed, [...DEV, ...base]);
    expect(stdout).toMatch(/^## Changes, \d+ dangerous ones? approved\n/);
    expect(stdout).toContain('Products come from elsewhere now');
    expect(code).toBe(2);
  });

  test('does not pass with an approval that an earlier change has left', async () => {
    git('checkout', '--quiet', 'main', '--', '.');
    git('add', 'approvals');
    git('commit', '--quiet', '--message', 'approved');
    git('branch', '--force', 'main');
    removeProducts(changed);
    const { code, stdout } = await plan(changed, [...DEV, ...base]);
    expect(code).toBe(3);
    expect(stdout).toContain('Approvals that count no more and can be deleted');
  });
});

test('an approval for something that no plan would do is a mistake', async () => {
  const file = join(copy.directory, 'approvals/none.json');
  const approval = {
    resource: 'dev:aws_db_instance.database-products',
    rule: 'data-deleted',
    finding: '0123456789ab',
    reason: 'Long forgotten',
    expires: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
  };
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: copy.directory, stdio: 'ignore' });
  git('init', '--quiet', '--initial-branch', 'main');
  git('-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '--quiet', '--allow-empty', '--message', 'base');
  writeFileSync(file, JSON.stringify(approval));
  const { code, stdout } = await plan(copy, ['dev', '--base', 'main']);
  expect(stdout).toContain('approvals/none.json:1:2 resource: approves data-deleted');
  expect(code).toBe(1);
});

describe('a sentence, and no stack trace, for', () => {
  test('stacks that there are not: all at once, with those that there are', async () => {
    const { code, stdout, stderr } = await plan(copy, ['dev', 'staging', 'x*']);
    expect(stderr).toMatch(/^stack: got "staging", "x\*"; allowed: .*\bdev, dev-services\b/);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  test('a state bucket that is not there', async () => {
    const file = join(otherName!.directory, 'platform.json');
    const settings = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...settings, name: 'other' }));
    const { code, stdout } = await plan(otherName!, ['dev']);
    expect(stdout).toContain(
      `- \`dev\`: the state's bucket other-state-${settings.toolingAccount} is not there`,
    );
    expect(code).toBe(1);
  });

  test('credentials that have expired', async () => {
    const fault = {
      service: 's3',
      status: 400,
      code: 'ExpiredToken',
      message: 'The provided token has expired.',
    };
    await local.emulator('faults', { method: 'POST', body: JSON.stringify(fault) });
    const { code, stdout, stderr } = await plan(copy, DEV);
    await local.emulator('faults', { method: 'DELETE' });
    for (const stack of DEV) expect(stdout).toContain(`- \`${stack}\`: the credentials have expired`);
    expect(stdout + stderr).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  });

  test('no credentials', async () => {
    const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' };
    const files = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
    const { code, stdout } = await plan(copy, ['dev'], { ...none, ...files });
    expect(stdout).toContain('- `dev`: there are no credentials');
    expect(code).toBe(1);
  });
});

test('of a new environment the services wait for their platform, and nothing needs an approval', async () => {
  // Its roles come first: a plan takes them.
  const { code: deployed, output } = await new CdktfDeploy(['account-qa'], await local.variables()).ended;
  expect(output).toMatch(/Apply complete!|No changes/);
  expect(deployed).toBe(0);
  const { code, stdout } = await plan(copy, ['qa', 'qa-services']);
  expect(stdout).toMatch(/^## Changes, nothing dangerous\n/);
  expect(stdout).toContain(
    '- `qa-services` reads what `qa` makes, and can be planned once that is deployed.',
  );
  expect(code).toBe(2);
});

test('services whose platform is neither there nor planned have no plan', async () => {
  const { code, stdout } = await plan(copy, ['qa-services']);
  expect(stdout).toContain('it reads what qa makes, and that is not deployed');
  expect(code).toBe(1);
});
