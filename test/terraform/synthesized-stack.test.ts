import { join } from 'node:path';
import { readStack, readStacks, SynthesizedStack } from '../../terraform/synthesized-stack';
import { folder } from '../local/temporary';

const document = {
  provider: { aws: [{ allowed_account_ids: ['111111111111'], assume_role: [{ role_arn: 'arn:role' }] }] },
  resource: { aws_eks_cluster: { cluster: { name: 'dev-eks' } }, aws_subnet: { a: {}, b: {} } },
  locals: { protection: 'dev is protected.' },
  terraform: {
    backend: { s3: { bucket: 'state', key: 'dev.tfstate' } },
    required_providers: {
      aws: { source: 'aws', version: '5.100.0' },
      kubernetes: { source: 'hashicorp/kubernetes', version: '>= 2.38.0, < 4.0.0' },
    },
  },
};
const entry = (name: string, ...dependencies: readonly string[]) => ({
  [name]: { name, workingDirectory: `stacks/${name}`, dependencies },
});
const outdir = folder({
  'manifest.json': JSON.stringify({ stacks: { ...entry('dev-services', 'dev'), ...entry('dev') } }),
  'stacks/dev/cdk.tf.json': JSON.stringify(document),
  'stacks/dev-services/cdk.tf.json': JSON.stringify({ terraform: {} }),
});

test('a stack tells where it is deployed, by whom, and what it needs', () => {
  const [dev] = readStacks(outdir);
  expect(dev).toMatchObject({
    name: 'dev',
    directory: join(outdir, 'stacks/dev'),
    dependencies: [],
    account: '111111111111',
    roleArn: 'arn:role',
    cluster: 'dev-eks',
    resourceTypes: ['aws_eks_cluster', 'aws_subnet'],
    providers: [
      { source: 'hashicorp/aws', version: '5.100.0' },
      { source: 'hashicorp/kubernetes', version: '>= 2.38.0, < 4.0.0' },
    ],
    state: { bucket: 'state', key: 'dev.tfstate' },
  });
});

test('what builds on a protected platform is of its environment, and protected with it', () => {
  for (const services of [readStacks(outdir)[1]!, readStack(join(outdir, 'stacks/dev-services'))]) {
    expect(services).toMatchObject({
      name: 'dev-services',
      dependencies: ['dev'],
      environment: 'dev',
      protection: 'dev is protected.',
    });
  }
});

test('before the app has written anything there are no stacks, and a folder is an empty one', () => {
  expect(readStacks(folder())).toEqual([]);
  expect(readStack(join(folder(), 'stacks/dev'))).toMatchObject({
    name: 'dev',
    environment: 'dev',
    resourceTypes: [],
    protection: undefined,
  });
});

test('an outage matters unless an environment says that nothing of it is protected', () => {
  const isProtected = (environment?: string, protection?: string) =>
    new SynthesizedStack({
      name: 'x',
      directory: '',
      document: {
        provider: { aws: [{ default_tags: environment ? [{ tags: { environment } }] : [] }] },
        locals: { protection },
      },
    }).isProtected;
  expect(isProtected('dev')).toBe(false);
  expect(isProtected('prod', 'prod is protected.')).toBe(true);
  expect(isProtected('all')).toBe(true);
  expect(isProtected()).toBe(true);
});
