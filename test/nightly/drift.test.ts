import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { marker } from '../../cli/forge/body';
import { loadEnvironments } from '../../parameters/load';
import { capture } from '../../programs/capture';
import { declared } from '../../services/declared';
import { protectedForge } from '../cli/forge/protected-forge';
import { GitCopy } from '../e2e/git-copy';
import { LocalCommand, root } from '../e2e/local-command';
import { restore } from '../e2e/snapshot';
import { TOKEN, WorkflowJobs, written } from '../e2e/workflow-jobs';
import type { Json } from '../helpers';

// In the order of the file, against one emulator: each test goes on from where the last one ended. The commands are
// those of the workflows, as they stand there.
jest.setTimeout(20 * 60_000);

const NAME = 'e2e-drift';
const copy = new GitCopy(join(root, '.local', `${NAME}-project`));
const local = new LocalCommand(NAME, 6320, copy.directory);
const run = promisify(execFile);

let variables: NodeJS.ProcessEnv;
let jobs: WorkflowJobs;
/** What the commands have printed. */
const logs: string[] = [];
const dev = (change: (parameters: Json) => void) => copy.parameters('dev', change);
const logLevel = (level: string) =>
  dev(({ services }) => {
    services.storefront.environment.LOG_LEVEL = level;
  });

const drift = (...issues: object[]) =>
  jobs.run('drift', 'drift', [
    ...protectedForge,
    { to: 'issue list', says: issues },
    ...['label create', 'issue create', 'issue edit', 'issue close'].map((to) => ({ to })),
  ]);
async function aws(...args: string[]): Promise<Json> {
  const options = { env: variables, maxBuffer: 2 ** 26 };
  const { stdout } = await run('aws', ['--profile', 'dev', '--output', 'json', ...args], options);
  return stdout.trim() ? JSON.parse(stdout) : undefined;
}

const kubectl = async (...args: string[]) =>
  (await run('kubectl', ['--context', 'dev', ...args], { env: variables })).stdout;

/** The one that the platform made. */
async function findVpc(): Promise<{
  readonly VpcId: string;
  readonly Tags: readonly { readonly Key: string }[];
}> {
  const { Vpcs } = await aws('ec2', 'describe-vpcs');
  return Vpcs.find(({ Tags }: Json) => Tags?.length > 0);
}

/** As a tagger of the organization does, which knows nothing of the platform. */
async function tagFromOutside(): Promise<void> {
  const [{ VpcId }, { DBInstances }, { LoadBalancers }, { Aliases }] = await Promise.all([
    findVpc(),
    aws('rds', 'describe-db-instances'),
    aws('elbv2', 'describe-load-balancers'),
    aws('kms', 'list-aliases'),
  ]);
  const { TargetKeyId } = Aliases.find(({ AliasName }: Json) => AliasName.startsWith('alias/dev-'));
  const tag = ['--tags', 'Key=CostCenter,Value=42'];
  await Promise.all([
    aws('ec2', 'create-tags', '--resources', VpcId, ...tag, 'Key=tagger:by,Value=bot'),
    aws('rds', 'add-tags-to-resource', '--resource-name', DBInstances[0].DBInstanceArn, ...tag),
    aws('elbv2', 'add-tags', '--resource-arns', LoadBalancers[0].LoadBalancerArn, ...tag),
    aws('kms', 'tag-resource', '--key-id', TargetKeyId, '--tags', 'TagKey=CostCenter,TagValue=42'),
  ]);
}

/** When somebody restarted the pods of a Deployment by hand. */
async function restarted(name: string): Promise<string | undefined> {
  const { spec } = JSON.parse(await kubectl('-n', 'shop', 'get', 'deployment', name, '-o', 'json'));
  return spec.template.metadata.annotations?.['kubectl.kubernetes.io/restartedAt'];
}

beforeAll(async () => {
  await restore(local);
  // The others are not deployed here, and a process that scales by itself is needed.
  for (const { name } of loadEnvironments('environments', declared)) {
    if (name !== 'dev') rmSync(join(copy.directory, 'environments', `${name}.json`));
  }
  dev(({ services }) => {
    services.catalog.processes = { api: { maxReplicas: 4 } };
  });
  const ignored = '"ignoreTags": { "keys": ["CostCenter"], "keyPrefixes": ["tagger:"] }';
  copy.source('platform.json', '"deployRole"', `${ignored}, "deployRole"`);
  copy.commit();
  copy.merge();
});
afterAll(async () => {
  jobs?.remove();
  await local.run(['stop']);
});

/** A command of the project, as a user calls it. */
async function npm(script: string, ...args: string[]) {
  const command = ['run', '--silent', script, '--', ...args];
  const ended = await capture('npm', command, { cwd: copy.directory, env: variables });
  logs.push(ended.stdout, ended.stderr);
  return ended;
}

test('after a deploy there is no drift, and nothing pending', async () => {
  const { code, output } = await local.run(['dev']);
  expect([code, output]).toEqual([0, output]);
  variables = await local.variables();
  jobs = new WorkflowJobs(copy, local, variables);
  expect(await npm('drift', 'dev')).toMatchObject({ code: 0, stdout: '## dev: no drift\n\n' });
});

describe('what somebody changes beside the code', () => {
  const GROUP = '/acme/dev/network/flows';

  beforeAll(async () => {
    await aws('logs', 'put-retention-policy', '--log-group-name', GROUP, '--retention-in-days', '1');
    const { SecurityGroupRules: rules } = await aws('ec2', 'describe-security-group-rules');
    const rule = rules.find(({ IsEgress, FromPort }: Json) => !IsEgress && FromPort === 5432);
    const which = ['--group-id', rule.GroupId, '--security-group-rule-ids', rule.SecurityGroupRuleId];
    await aws('ec2', 'revoke-security-group-ingress', ...which);
    const { VpcId } = await findVpc();
    await aws('ec2', 'create-tags', '--resources', VpcId, '--tags', 'Key=mine,Value=yes');
    await kubectl('-n', 'shop', 'scale', 'deployment', 'storefront-worker', '--replicas=3');
    // As its autoscaler does.
    await kubectl('-n', 'shop', 'scale', 'deployment', 'catalog-api', '--replicas=3');
    await kubectl('-n', 'shop', 'rollout', 'restart', 'deployment', 'catalog-api');
    await tagFromOutside();
  });

  afterEach(() => copy.reset());

  test('is found by the nightly run, all of it and nothing else, and an issue is opened', async () => {
    const { succeeded, calls, summary } = await drift();
    const text = written(calls, 'issue create')!;
    expect(text.startsWith(`${marker('drift:dev')}\n## dev: 4 resources drifted\n`)).toBe(true);
    expect(text).toContain('- retention_in_days: 30\n+ retention_in_days: 1\n');
    expect(text).toContain('+ tags.mine: yes\n');
    expect(text).toMatch(/`dev-services` `aws_vpc_security_group_ingress_rule\.\S+` is gone/);
    expect(text).toContain('- spec.0.replicas: 1\n+ spec.0.replicas: 3\n');
    expect(text).not.toContain('catalog');
    expect(text).not.toMatch(/CostCenter|tagger:/);
    expect(text).not.toContain('Not deployed yet');
    expect(summary).toContain('## dev: 4 resources drifted');
    expect(succeeded).toBe(true);
  });

  test('is told from what the code changes meanwhile', async () => {
    logLevel('warn');
    const { code, stdout } = await npm('drift', 'dev');
    expect(code).toBe(2);
    const [drifted, pending] = stdout.split('<details>');
    expect(drifted).toContain('## dev: 4 resources drifted');
    expect(drifted).not.toContain('LOG_LEVEL');
    expect(pending).toContain('`kubernetes_deployment_v1.storefront_web-stable`');
    // It has both: pods that somebody scaled, and a new configuration.
    expect(pending).toContain('`kubernetes_deployment_v1.storefront_worker-stable`');
    expect(pending).not.toContain('aws_cloudwatch_log_group');
  });
});

describe('a pull request', () => {
  const event = { pull_request: { number: 4 }, repository: { default_branch: 'main' } };
  const plan = (...comments: object[]) =>
    jobs.run(
      'pull-request',
      'plan',
      [{ to: 'pr view', says: { comments } }, { to: 'pr comment' }, { to: 'api' }],
      { contexts: { github: { event } }, prepare: () => jobs.synthesize() },
    );
  afterEach(() => copy.reset());

  test('of a document plans nothing, and says so', async () => {
    copy.source('README.md', '# Platform', '# The platform');
    copy.commit();
    const { succeeded, calls, steps } = await plan();
    expect(written(calls, 'pr comment')).toMatch(
      /^<!-- platform:plan -->\n## No changes\n\nNothing was planned\.\n\nThis change affects none of the \d+ stacks\.\n$/,
    );
    expect(steps).toHaveLength(3);
    expect(succeeded).toBe(true);
  });

  test('of a configuration plans the services alone, by the role that only reads, and over the old comment', async () => {
    logLevel('warn');
    copy.commit();
    const url = 'https://forge.example/acme/platform/pull/4#issuecomment-9';
    const old = { body: `${marker('plan')}\nold`, url, viewerDidAuthor: true };
    const { succeeded, calls, log } = await plan(old);
    const text = written(calls, 'api --silent --method PATCH')!;
    expect([text, log]).toEqual([expect.stringContaining('## Changes, nothing dangerous'), log]);
    expect(text).toContain('This change can affect `dev-services`, of ');
    expect(text).toContain('LOG_LEVEL');
    expect(succeeded).toBe(true);
  });

  test('that is dangerous fails the check, and its comment says how to approve it', async () => {
    dev((parameters) => {
      parameters.logs = { ...parameters.logs, retentionDays: 7 };
    });
    copy.commit();
    const { succeeded, calls, log } = await plan();
    expect([written(calls, 'pr comment'), log]).toEqual([
      expect.stringContaining('## Needs an approval: '),
      log,
    ]);
    expect(succeeded).toBe(false);
  });

  test('is judged by the rules of the main branch, whatever it makes of them, and a change of these is a finding', async () => {
    dev((parameters) => {
      parameters.logs = { ...parameters.logs, retentionDays: 7 };
    });
    copy.source('plan/rules.ts', 'export function findings(plan: Plan): Finding[] {', '$&\n  return [];');
    copy.source('package.json', 'node run.js cli/plan/plan.ts', "echo '## No changes' #");
    copy.commit();
    const { succeeded, calls, log } = await plan();
    const text = written(calls, 'pr comment');
    expect([text, log]).toEqual([expect.stringContaining('## Needs an approval: '), log]);
    expect(text).toContain('Rule `retention-shortened`');
    expect(text).toMatch(
      /`guard` `plan\/rules\.ts` is part of what judges plans, and changes \(to [0-9a-f]{12}\)/,
    );
    expect(text).toContain('`guard` `package.json` is part of what judges plans');
    expect(text).toContain('"resource": "guard:plan/rules.ts"');
    expect(succeeded).toBe(false);
  });

  test('that the app refuses fails the check, and its comment says so in place of an old plan', async () => {
    logLevel('loud');
    dev((parameters) => {
      parameters.network.cidr = '10.0.0.0/30';
    });
    copy.commit();
    const { succeeded, calls, log } = await plan();
    expect(jobs.logs.join('\n')).toContain('environments/dev.json has 1 problem');
    expect(log).toContain('has no stacks');
    expect(written(calls, 'pr comment')).toContain('**Failed**, and left no report');
    expect(succeeded).toBe(false);
  });
});

describe('a merge', () => {
  const deploy = (deployments: object[] = []) =>
    jobs.run('deploy-environment', 'deploy', [{ to: 'graphql', says: JSON.stringify(deployments) }], {
      contexts: {
        inputs: { environment: 'dev' },
        // These deploys set drift back, which nobody has reviewed.
        vars: { HEALTH_MINUTES: '0', REVIEWS: 'off' },
      },
    });

  test('is planned, deployed and looked after, and sets drift back', async () => {
    logLevel('warn');
    copy.commit();
    copy.merge();
    const { succeeded, log, summary, steps } = await deploy();
    expect([succeeded, log]).toEqual([true, log]);
    expect(steps.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(summary).toContain('## Changes, ');
    expect(summary).toContain('dev: no critical alarm went off.');
    const env = await kubectl('-n', 'shop', 'get', 'deployment', 'storefront-web', '-o', 'yaml');
    expect(env).toMatch(/name: LOG_LEVEL\n\s+value: warn/);
  });

  test('leaves alone what others write: their tags, and the time of a restart by hand', async () => {
    const keys = (await findVpc()).Tags.map(({ Key }) => Key);
    expect(keys).toEqual(expect.arrayContaining(['CostCenter', 'tagger:by', 'owner']));
    expect(keys).not.toContain('mine');
    expect(await restarted('catalog-api')).toBeDefined();
  });

  test('closes the issue of the drift that it ended', async () => {
    const { calls, succeeded } = await drift({ number: 12, body: `${marker('drift:dev')}\nold` });
    expect(calls.map(({ args }) => args.slice(0, 3).join(' '))).toContain('issue close 12');
    expect(succeeded).toBe(true);
  });

  test('is refused when what is there is newer, before anything is planned', async () => {
    const newer = copy.git('commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-m', 'newer');
    const { succeeded, steps, log } = await deploy([
      { commitOid: newer, latestStatus: { state: 'SUCCESS' } },
    ]);
    expect(succeeded).toBe(false);
    expect(steps).toHaveLength(1);
    expect(log).toContain(`dev was deployed from ${newer.slice(0, 12)}, which is newer than this commit`);
  });

  test('after which an alarm goes off ends there, and names the alarm', async () => {
    const { CompositeAlarms } = await aws(
      ...[
        'cloudwatch',
        'describe-alarms',
        '--alarm-types',
        'CompositeAlarm',
        '--alarm-names',
        'dev-unhealthy',
      ],
    );
    const [, alarm] = CompositeAlarms[0].AlarmRule.match(/ALARM\("([^"]+)"\)/);
    const state = ['--state-value', 'ALARM', '--state-reason', 'a test'];
    await aws('cloudwatch', 'set-alarm-state', '--alarm-name', alarm, ...state);
    const { succeeded, steps, summary } = await deploy();
    expect(succeeded).toBe(false);
    expect(steps.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect(summary).toContain('**dev is unhealthy**: dev-unhealthy is in ALARM.');
    expect(summary).toContain(`- **${alarm}**: `);
  });
});

test('no call of these runs was denied, each by the role that its workflow has', async () => {
  expect(await local.denials()).toEqual([]);
});

test('no log, summary, comment or issue of these runs has a secret that the emulator knows, or a token', async () => {
  const secrets = await local.emulator<string[]>('secrets');
  expect(secrets.length).toBeGreaterThan(5);
  const keys = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'].map((name) => variables[name]!);
  const texts = [...logs, ...jobs.logs];
  expect(texts.length).toBeGreaterThan(20);
  const all = texts.join('\n');
  // Only how many: a failed test is a log as well.
  expect([...secrets, ...keys, TOKEN].filter((secret) => all.includes(secret)).length).toBe(0);
});
