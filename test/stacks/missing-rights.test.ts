import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { App, Testing } from 'cdktf';
import type { Environment } from '../../parameters/environment';
import { loadEnvironments } from '../../parameters/load';
import { definePreview, loadPreviewSettings } from '../../parameters/preview';
import { loadProject } from '../../parameters/project';
import { declared } from '../../services/declared';
import { Account } from '../../stacks/account';
import { Bootstrap } from '../../stacks/bootstrap';
import { Platform } from '../../stacks/platform';
import type { Json } from '../helpers';
import { environment, valid } from '../parameters/files';
import { build, buildPreview, buildServices } from '../parity/build';
import { type Maker, missingRights } from './missing-rights';

// A resource of a service that the role lacks passes every other test, and fails in the account alone. About the real
// environments, as a parameter can bring a resource that no other environment has.

const outdir = mkdtempSync(join(tmpdir(), 'missing-rights-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const project = { ...loadProject('platform.json'), deployRole: 'acme-deploy' };
const environments = loadEnvironments('environments');
const settings = loadPreviewSettings('environments', environments);

const app = () => new App({ stackTraces: false, outdir });
const accountOf = (of: Environment): Json =>
  JSON.parse(Testing.synth(new Account(app(), `account-${of.name}`, { project, environment: of })));
const rightsOf = (of: Environment, role: 'deploy' | 'preview'): string =>
  accountOf(of).resource.aws_iam_role_policy[`${role}_rights`].policy;

const deployer = (policy: string): Maker => ({
  role: 'deploy role',
  policy,
  allow: (service) => `add '${service}' to SERVICES in constructs/account/deploy-rights.ts`,
});
const previewer = (policy: string): Maker => ({
  role: 'preview role',
  policy,
  allow: (service) =>
    `add the actions of ${service} that make, change and destroy it to NAMED, or to MADE and CHANGED, in constructs/account/preview-rights.ts`,
});
/** By whom the stacks below all environments are deployed: what these roles may do is not ours to say. */
const administrator: Maker = { role: 'administrator', allow: () => '' };

test.each(environments.map((one) => [one.name, one] as const))(
  'whoever deploys %s may use every service that it is made of',
  (_, one) => {
    const maker = deployer(rightsOf(one, 'deploy'));
    expect([...missingRights(build(one), maker), ...missingRights(buildServices(one), maker)]).toEqual([]);
  },
);

test('whoever makes previews may use every service that one is made of', () => {
  if (!settings) return;
  const { platform, services } = buildPreview(definePreview(settings, { name: 'pr-42' }));
  const maker = previewer(rightsOf(settings.host, 'preview'));
  expect([...missingRights(platform, maker), ...missingRights(services, maker)]).toEqual([]);
});

test('it is known of which service everything is that an administrator makes', () => {
  const bootstrap = JSON.parse(
    Testing.synth(new Bootstrap(app(), 'bootstrap', { project, environments, services: declared.services })),
  );
  const accounts = environments.map(accountOf);
  expect([bootstrap, ...accounts].flatMap((stack) => missingRights(stack, administrator))).toEqual([]);
});

describe('a queue in a platform', () => {
  const dev = environment('dev', valid({ hostsPreviews: true }));
  class WithQueue extends Platform {
    constructor(...args: ConstructorParameters<typeof Platform>) {
      super(...args);
      new SqsQueue(this, 'queue', { name: 'dev-queue' });
    }
  }
  const withQueue = build(dev, WithQueue);
  const without = (policy: string) => policy.replaceAll(/"sqs:[^"]*",?/g, '');
  const deploy = without(rightsOf(dev, 'deploy'));

  test('fails with the line to add', () => {
    expect(missingRights(withQueue, deployer(deploy))).toEqual([
      "aws_sqs_queue: the deploy role may not change anything of sqs: add 'sqs' to SERVICES in constructs/account/deploy-rights.ts",
    ]);
  });

  test('fails in a preview as well, with the file to change', () => {
    const { resource } = withQueue as Json;
    const preview = without(rightsOf(dev, 'preview'));
    expect(
      missingRights({ resource: { aws_sqs_queue: resource.aws_sqs_queue } }, previewer(preview)),
    ).toEqual([
      'aws_sqs_queue: the preview role may not change anything of sqs: add the actions of sqs that make, change and destroy it to NAMED, or to MADE and CHANGED, in constructs/account/preview-rights.ts',
    ]);
  });

  test('is fine once the role may', () => {
    const policy = deploy.replace('"sns:*"', '"sns:*","sqs:*"');
    expect(policy).not.toBe(deploy);
    expect(missingRights(withQueue, deployer(policy))).toEqual([]);
  });
});

test('the right to look at a service is not one to make something of it', () => {
  const policy = JSON.stringify({
    Statement: { Effect: 'Allow', Action: ['sqs:List*', 'sqs:Get*'], Resource: '*' },
  });
  const queue = { aws_sqs_queue: { a: {} } };
  expect(missingRights({ resource: queue }, deployer(policy))).toHaveLength(1);
  expect(missingRights({ data: queue }, deployer(policy))).toEqual([]);
});

test('a type of a service that nobody has named yet asks for a row', () => {
  expect(missingRights({ resource: { aws_mq_broker: { a: {} } } }, administrator)).toEqual([
    'aws_mq_broker: no row says which IAM service it is of. Add one to test/stacks/iam-services.json: how its type begins, and what stands before the colon of its actions (Service Authorization Reference)',
  ]);
});
