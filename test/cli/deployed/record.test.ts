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
