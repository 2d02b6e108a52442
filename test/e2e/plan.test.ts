import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../../programs/capture';
import { copyFor, planIn, removeProducts } from '../plan/plan-command';
import { CdktfDeploy } from './cdktf-deploy';
import { LocalCommand } from './local-command';
import type { ProjectCopy } from './project-copy';
import { restore } from './snapshot';

// What changes to dev would do. What is deployed changes only where a review has shown it.
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
  const { code, stdout } = await plan(newVersion!, ['dev-services']);
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
    expect(stdout).toMatch(/^## Changes, \d+ dangerous ones? approved\b/);
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

describe('what a review showed is applied, and nothing else', () => {
  const changed = copyFor(outside, 'reviewed');
  let env: NodeJS.ProcessEnv;
  const run = async (program: string, ...args: readonly string[]) => {
    const { code, stdout, stderr } = await capture(program, args, { cwd: changed.directory, env });
    return { code, output: stdout + stderr };
  };
  const deploy = () =>
    run(
      process.execPath,
      ...['cli/safe-cdktf/cdktf', 'deploy', 'dev', '--auto-approve', '--reviewed', 'review/reviewed.json'],
    );
  const aws = async (...args: readonly string[]) => {
    const { code, output } = await run('aws', '--profile', 'dev', '--output', 'json', ...args);
    if (code !== 0) throw new Error(output);
    return output.trim() ? JSON.parse(output) : undefined;
  };
  const groups = async () => {
    const { logGroups } = await aws('logs', 'describe-log-groups');
    return new Map<string, number | undefined>(
      logGroups.map((one: { logGroupName: string; retentionInDays?: number }) => [
        one.logGroupName,
        one.retentionInDays,
      ]),
    );
  };
  /** Of `logs.retentionDays`. */
  const DEFAULT_DAYS = 30;
  let [group, days]: [string, number] = ['', 0];

  beforeAll(async () => {
    env = { ...(await local.variables()), CI: '1' };
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
        cwd: changed.directory,
        stdio: 'ignore',
      });
    git('init', '--quiet', '--initial-branch', 'main');
    git('add', '.');
    git('commit', '--quiet', '--message', 'base');
    changed.parameters('dev', (parameters) => {
      days = parameters.logs?.retentionDays ?? DEFAULT_DAYS;
      parameters.logs = { ...parameters.logs, retentionDays: 90 };
    });
  });

  test('a pull request shows it', async () => {
    const { code } = await plan(changed, ['dev', '--out', 'review']);
    expect(code).toBe(2);
    const text = readFileSync(join(changed.directory, 'review/reviewed.json'), 'utf8');
    for (const secret of await local.emulator<string[]>('secrets')) expect(text).not.toContain(secret);
    const again = await plan(changed, ['dev', '--against', 'review/reviewed.json']);
    expect(again.stdout).toMatch(/^## As reviewed\n/);
    expect(again.code).toBe(2);
  });

  test('what somebody changes by hand then stops the deploy, which says it', async () => {
    group = [...(await groups())].find(([, each]) => each === days)![0];
    await aws('logs', 'put-retention-policy', '--log-group-name', group, '--retention-in-days', '1');
    const { code, stdout } = await plan(changed, ['dev', '--against', 'review/reviewed.json']);
    expect(stdout).toMatch(/^## Not what was reviewed: 1 difference\n/);
    expect(code).toBe(4);
    const { code: ended, output } = await deploy();
    expect(output).toContain('dev is not deployed: it is not what was reviewed');
    expect(output).toContain(
      `retention_in_days was reviewed to go from ${days} to 90, and is 1 by now; somebody changed it beside the code`,
    );
    expect(ended).toBe(1);
    expect((await groups()).get(group)).toBe(1);
    expect([...(await groups()).values()]).not.toContain(90);
  });

  test('without that it goes on, and the same once more as less', async () => {
    await aws('logs', 'put-retention-policy', '--log-group-name', group, '--retention-in-days', `${days}`);
    const { code, output } = await deploy();
    expect(output).toContain('dev: as reviewed\n');
    expect([code, output]).toEqual([0, output]);
    expect((await groups()).get(group)).toBe(90);
    const again = await deploy();
    expect(again.output).toContain(
      'dev: as reviewed, but for what is right by now: aws_cloudwatch_log_group.',
    );
    expect(again.code).toBe(0);
  });

  test('the environment says what it runs, and that no commit has it', async () => {
    const { output } = await run(
      process.execPath,
      '--import',
      'tsx',
      'cli/status/status.ts',
      'dev',
      '--json',
    );
    const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: changed.directory, encoding: 'utf8' });
    const [platform] = JSON.parse(output).stacks;
    expect(platform).toMatchObject({ stack: 'dev', commit: head.trim(), behind: 0, reviewed: true });
    expect(platform.changed).toBeGreaterThan(0);
    const { code, output: text } = await run(
      process.execPath,
      '--import',
      'tsx',
      'cli/status/status.ts',
      'dev',
    );
    expect(text).toMatch(/^## dev: .*dev runs what no commit has/);
    expect(code).toBe(2);
  });
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

test('the services of a new environment need no approval either', async () => {
  local.emptyState('dev-services');
  const { code, stdout } = await plan(copy, ['dev-services']);
  expect([code, stdout]).toEqual([2, expect.stringMatching(/^## Changes, nothing dangerous\n/)]);
});
