import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Platform } from '../../stacks/platform';
import { synthesizer } from '../fixture/fixture';
import { environment, valid } from '../parameters/files';
import { administrator, deployer, previewer, rightsOf } from './makers';
import { missingRights } from './missing-rights';

// test/sample/missing-rights.test.ts asks this of the real environments.

describe('a queue in a platform', () => {
  const dev = environment('dev', valid({ hostsPreviews: true, protected: false }));
  class WithQueue extends Platform {
    constructor(...args: ConstructorParameters<typeof Platform>) {
      super(...args);
      new SqsQueue(this, 'queue', { name: 'dev-queue' });
    }
  }
  const withQueue = synthesizer.platform(dev, WithQueue);
  const without = (policy: string) => policy.replaceAll(/,?"sqs:[^"]*"/g, '');
  const deploy = without(rightsOf(synthesizer, dev, 'deploy'));

  test('fails with the line to add', () => {
    expect(missingRights(withQueue, deployer(deploy))).toEqual([
      "aws_sqs_queue: the deploy role may not change anything of sqs: add 'sqs' to SERVICES in constructs/account/deploy-rights.ts",
    ]);
  });

  test('fails in a preview as well, with the file to change', () => {
    const { resource } = withQueue;
    const preview = without(rightsOf(synthesizer, dev, 'preview'));
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
