import { join } from 'node:path';
import { administrator, type Credentials, rootKey } from '../../local/emulated-aws/assume-role';
import { personArn } from '../../local/emulated-aws/emulator';
import { loadProject } from '../../parameters/project';
import { type Captured, capture } from '../../programs/capture';
import type { Json } from '../helpers';
import { LocalCommand } from './local-command';
import { ENVIRONMENT, restore } from './snapshot';

// Who comes into a deployed environment, and what they see there.
jest.setTimeout(10 * 60_000);

const local = new LocalCommand('e2e-people', 6430);
const project = loadProject('platform.json');
let shell: NodeJS.ProcessEnv;
let account: string;

beforeAll(async () => {
  await restore(local);
  shell = await local.variables();
  account = JSON.parse((await as(local.asRoot(ENVIRONMENT), 'sts', 'get-caller-identity')).stdout).Account;
});
afterAll(() => local.run(['stop']));

const as = (keys: NodeJS.ProcessEnv, ...args: string[]): Promise<Captured> =>
  capture('aws', [...args, '--output', 'json'], { env: { ...shell, AWS_PROFILE: undefined, ...keys } });
const keysOf = ({ accessKeyId, secretAccessKey, sessionToken }: Credentials): NodeJS.ProcessEnv => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_SESSION_TOKEN: sessionToken,
});
const role = () => `arn:aws:iam::${account}:role/${project.name}-view`;
const take = (keys: NodeJS.ProcessEnv, ...shown: string[]) =>
  as(keys, 'sts', 'assume-role', '--role-arn', role(), '--role-session-name', 'ada', ...shown);

/** The keys of somebody who holds a permission set. Default: in the tooling account. */
async function signIn(permissionSet: string, there = project.toolingAccount): Promise<NodeJS.ProcessEnv> {
  const arn = personArn({ ...project, toolingAccount: there }, { permissionSet });
  return keysOf(await administrator(`http://127.0.0.1:${local.record().port}`, arn));
}

async function viewer(): Promise<NodeJS.ProcessEnv> {
  const { code, stdout, stderr } = await take(await signIn('PlatformViewer'));
  expect([code, stderr]).toEqual([0, '']);
  const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(stdout).Credentials;
  return keysOf({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken });
}

describe('somebody with a permission set among the viewers', () => {
  let keys: NodeJS.ProcessEnv;
  beforeAll(async () => {
    keys = await viewer();
  });
  const see = async (...args: string[]): Promise<Json> => {
    const { code, stdout, stderr } = await as(keys, ...args);
    expect([args, code, stderr]).toEqual([args, 0, '']);
    return JSON.parse(stdout);
  };

  test('sees the dashboard, the alarms and the metrics', async () => {
    const { DashboardEntries } = await see('cloudwatch', 'list-dashboards');
    const [{ DashboardName }] = DashboardEntries;
    const { DashboardBody } = await see('cloudwatch', 'get-dashboard', '--dashboard-name', DashboardName);
    expect(JSON.parse(DashboardBody).widgets.length).toBeGreaterThan(0);
    const { MetricAlarms } = await see('cloudwatch', 'describe-alarms');
    expect(MetricAlarms.length).toBeGreaterThan(10);
    await see('cloudwatch', 'list-metrics');
  });

  test('reads the logs of services, and searches in them', async () => {
    const group = `/aws/containerinsights/${ENVIRONMENT}/application`;
    const stream = ['--log-group-name', group, '--log-stream-name', 'written-by-a-test'];
    const root = local.asRoot(ENVIRONMENT);
    await as(root, 'logs', 'create-log-stream', ...stream);
    const event = JSON.stringify([{ timestamp: Date.now(), message: 'something went wrong' }]);
    await as(root, 'logs', 'put-log-events', ...stream, '--log-events', event);
    const { events } = await see('logs', 'filter-log-events', '--log-group-name', group);
    expect(events.map(({ message }: Json) => message)).toContain('something went wrong');
    const span = ['--start-time', '0', '--end-time', `${Math.ceil(Date.now() / 1000) + 60}`];
    const { queryId } = await see(
      ...['logs', 'start-query', '--log-group-name', group, ...span, '--query-string', 'fields @message'],
    );
    expect((await see('logs', 'get-query-results', '--query-id', queryId)).results).not.toEqual([]);
  });

  test('sees what runs in the cluster, but no Kubernetes secret, and changes nothing', async () => {
    const file = join(local.folder, 'viewer.yaml');
    await as(
      keys,
      'eks',
      'update-kubeconfig',
      '--name',
      ENVIRONMENT,
      '--alias',
      'viewer',
      '--kubeconfig',
      file,
    );
    const kubectl = (...args: string[]) =>
      capture('kubectl', ['--context', 'viewer', ...args], {
        env: { ...shell, AWS_PROFILE: undefined, ...keys, KUBECONFIG: file },
      });
    expect(
      JSON.parse((await kubectl('get', 'pods', '-A', '-o', 'json')).stdout).items.length,
    ).toBeGreaterThan(8);
    for (const args of [
      ['get', 'secrets', '-A'],
      ['create', 'configmap', 'mine'],
      ['delete', 'namespace', 'setup'],
      ['create', 'token', 'default'],
    ]) {
      const { code, stderr } = await kubectl(...args);
      expect([args, code, stderr]).toEqual([args, 1, expect.stringMatching(/forbidden/i)]);
    }
  });

  test('is refused each secret, parameter and stored object, and every step further', async () => {
    const root = local.asRoot(ENVIRONMENT);
    const { SecretList } = JSON.parse((await as(root, 'secretsmanager', 'list-secrets')).stdout);
    expect(SecretList.length).toBeGreaterThan(3);
    const secrets = SecretList.map(({ ARN }: Json) => [
      'secretsmanager',
      'get-secret-value',
      '--secret-id',
      ARN,
    ]);
    const contract = `/${project.name}/${ENVIRONMENT}/contract`;
    const trail = `/${project.name}/${project.name}/trail`;
    const deploy = `arn:aws:iam::${account}:role/${project.deployRole}`;
    const wanted: string[][] = [
      ...secrets,
      ['ssm', 'get-parameter', '--name', contract],
      ['logs', 'filter-log-events', '--log-group-name', trail],
      ['sts', 'assume-role', '--role-arn', deploy, '--role-session-name', 'ada'],
      ['iam', 'list-roles'],
      ['s3api', 'list-buckets'],
      ['logs', 'delete-log-group', '--log-group-name', `/aws/eks/${ENVIRONMENT}/cluster`],
      ['cloudwatch', 'delete-dashboards', '--dashboard-names', ENVIRONMENT],
    ];
    for (const args of wanted) {
      const { code, stderr } = await as(keys, ...args);
      expect([args, code, stderr]).toEqual([args, expect.any(Number), expect.stringMatching(/AccessDenied/)]);
    }
  });
});

test('a permission set counts in the account of the environment as well', async () => {
  expect(await take(await signIn('PlatformViewer', account))).toMatchObject({ code: 0 });
});

test.each(['AdministratorAccess', 'PlatformViewerOfOthers', 'PlatformViewer_'])(
  'the permission set %s, which platform.json does not name, is refused whatever its own rights',
  async (other) => {
    const { stderr } = await take(await signIn(other));
    expect(stderr).toMatch(/AccessDenied.*sts:AssumeRole/s);
  },
);

test('an IAM user among the administrators is let in with a second factor, and refused without', async () => {
  const user = project.administrators.find((who): who is string => typeof who === 'string')!;
  const tooling = rootKey(project.toolingAccount);
  const root = { AWS_ACCESS_KEY_ID: tooling, AWS_SECRET_ACCESS_KEY: tooling, AWS_SESSION_TOKEN: undefined };
  const name = user.split('/').at(-1)!;
  const { AccessKey } = JSON.parse((await as(root, 'iam', 'create-access-key', '--user-name', name)).stdout);
  const keys = {
    AWS_ACCESS_KEY_ID: AccessKey.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: AccessKey.SecretAccessKey,
    AWS_SESSION_TOKEN: undefined,
  };
  expect((await take(keys)).stderr).toMatch(/AccessDenied/);
  const shown = ['--serial-number', `${user.replace(':user/', ':mfa/')}`, '--token-code', '123456'];
  expect(await take(keys, ...shown)).toMatchObject({ code: 0 });
});
