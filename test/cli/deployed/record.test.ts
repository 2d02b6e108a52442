import { oldestCommit } from '../../../cli/deployed/oldest-commit';
import { Records } from '../../../cli/deployed/record';
import { versionsOf } from '../../../cli/deployed/services';
import { Aws } from '../../../programs/aws';
import { FakePrograms } from '../fake-program';

let fake: FakePrograms;
beforeEach(() => {
  fake = new FakePrograms();
});
afterEach(() => fake.remove());

const records = () =>
  new Records(new Aws('eu-central-1', { PATH: fake.folder }), { platform: 'acme', environment: 'dev' });
const deployed = { changed: 0, at: '2026-11-24T09:00:00.000Z', by: 'arn', reviewed: false, services: {} };

test('is written over the one before, beside the contract', async () => {
  fake.add('aws', [{ to: 'put-parameter' }]);
  await records().write('dev-services', deployed);
  const args = fake.calls()[0]!.args;
  expect(args.slice(0, 7)).toEqual([
    ...[
      'ssm',
      'put-parameter',
      '--name',
      '/acme/dev/deployed/dev-services',
      '--type',
      'String',
      '--overwrite',
    ],
  ]);
  expect(JSON.parse(args[args.indexOf('--value') + 1]!)).toEqual(deployed);
});

describe('an attempt', () => {
  const own = { changed: 0, at: '2026-11-25T09:00:00.000Z', by: 'arn', reviewed: true, commit: 'new' };
  const parameter = (value?: object) =>
    value
      ? { to: 'get-parameter --name', says: { Parameter: { Value: JSON.stringify(value) } } }
      : { to: 'get-parameter --name', complains: 'ParameterNotFound', code: 254 };
  const found = (value?: object) =>
    fake.add('aws', [parameter(value), { to: 'put-parameter' }, { to: 'delete-parameters' }]);
  const written = () => {
    const { args } = fake.calls().at(-1)!;
    return args.includes('--value') ? JSON.parse(args[args.indexOf('--value') + 1]!) : args[1];
  };

  test('stands beside what runs, which an older record says without one', async () => {
    found(deployed);
    expect(await records().begin('dev', own)).toEqual({ own });
    expect(written()).toEqual({ ...deployed, attempt: own });
  });

  test.each([
    ['there is none', undefined],
    ['somebody else wrote it', { commit: 1 }],
  ])('stands alone where %s', async (_, before) => {
    found(before);
    await records().begin('dev', own);
    expect(written()).toEqual({ attempt: own });
  });

  test('that failed says so', async () => {
    found({ ...deployed, attempt: own });
    await records().fail('dev', { own }, '2026-11-25T09:10:00.000Z');
    expect(written()).toEqual({ ...deployed, attempt: { ...own, failed: '2026-11-25T09:10:00.000Z' } });
  });

  const before = { ...own, commit: 'old', failed: own.at };
  test.each<[string, object, object | string]>([
    ['one before it comes back', { ...deployed, attempt: own }, { ...deployed, attempt: before }],
    ['of the first deploy too', { attempt: own }, { attempt: before }],
  ])('that changed nothing is taken back: %s', async (_, now, then) => {
    found(now);
    await records().withdraw('dev', { own, before });
    expect(written()).toEqual(then);
  });

  test('that changed nothing and was all there is leaves nothing', async () => {
    found({ attempt: own });
    await records().withdraw('dev', { own });
    expect(written()).toBe('delete-parameters');
  });

  test('leaves the record of another one alone that has begun or ended meanwhile', async () => {
    for (const now of [deployed, { ...deployed, attempt: before }, undefined]) {
      found(now);
      await records().fail('dev', { own }, own.at);
      await records().withdraw('dev', { own });
    }
    expect(fake.calls().map(({ args }) => args[1])).toEqual(Array(6).fill('get-parameter'));
  });

  test('is read with what runs, or without', async () => {
    const Parameters = Object.entries({
      a: deployed,
      b: { ...deployed, attempt: own },
      c: { attempt: own },
    }).map(([stack, value]) => ({ Name: `/acme/dev/deployed/${stack}`, Value: JSON.stringify(value) }));
    fake.add('aws', [{ to: 'get-parameters-by-path', says: { Parameters } }]);
    expect([...(await records().read())]).toEqual([
      ['a', { deployed }],
      ['b', { deployed, attempt: own }],
      ['c', { attempt: own }],
    ]);
  });
});

test.each([
  ['the services lag behind', 'new', 'old', 'old'],
  ['both run the same', 'new', 'new', 'new'],
  ['the services were deployed by themselves', 'old', 'new', 'old'],
  ['there are no services yet', 'new', undefined, 'new'],
  ['there is no platform', undefined, 'old', undefined],
])('what may not be deployed yet comes after the older commit: %s', async (_, platform, services, oldest) => {
  const git = { isBefore: async (one: string, other: string) => one === 'old' && other === 'new' };
  const record = (commit?: string) => (commit ? { deployed: { ...deployed, commit } } : {});
  const kept = new Map([
    ['dev', record(platform)],
    ['dev-services', record(services)],
  ]);
  expect(await oldestCommit(git, 'dev', kept)).toBe(oldest);
});

test('a destroy deletes it, and with the platform when somebody looked for drift', async () => {
  fake.add('aws', [{ to: 'delete-parameters' }]);
  await records().forget('dev-services');
  await records().forget('dev');
  expect(fake.calls().map(({ args }) => args.slice(3, args.indexOf('--region')))).toEqual([
    ['/acme/dev/deployed/dev-services'],
    ['/acme/dev/deployed/dev', '/acme/dev/drift'],
  ]);
});

test('versions of services are those of their pods', () => {
  const pod = (name: string, version: string) => ({
    spec: {
      template: {
        metadata: [{ labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/version': version } }],
      },
    },
  });
  const document = {
    resource: {
      kubernetes_deployment_v1: {
        a: pod('shop', '1.5.0'),
        b: pod('shop', '1.6.0'),
        c: pod('shop', '1.5.0'),
      },
      kubernetes_cron_job_v1: { d: pod('report', '2.0.0') },
      aws_iam_role: { e: {} },
    },
  };
  expect(versionsOf(document as never)).toEqual({ report: ['2.0.0'], shop: ['1.5.0', '1.6.0'] });
});
