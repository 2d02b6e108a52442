import { join } from 'node:path';
import { choose, readStacks } from '../../local/stacks';
import { folder } from './temporary';

const stack = (name: string) => [name, { name, workingDirectory: `stacks/${name}` }];
const outdir = folder({
  'manifest.json': JSON.stringify({ stacks: Object.fromEntries(['bootstrap', 'dev', 'prod'].map(stack)) }),
  'stacks/bootstrap/cdk.tf.json': JSON.stringify({ terraform: { backend: { local: { path: 'x' } } } }),
  'stacks/dev/cdk.tf.json': JSON.stringify({
    provider: { aws: [{ allowed_account_ids: ['111111111111'], assume_role: [{ role_arn: 'arn:role' }] }] },
    resource: { aws_vpc: { a: {} }, aws_subnet: { a: {}, b: {} } },
    terraform: {
      backend: { s3: { bucket: 'state', key: 'dev.tfstate', region: 'eu-central-1' } },
      required_providers: {
        aws: { source: 'aws', version: '5.100.0' },
        kubernetes: { source: 'hashicorp/kubernetes', version: '2.38.0' },
      },
    },
  }),
  'stacks/prod/cdk.tf.json': JSON.stringify({ locals: { protection: 'prod is protected.' }, terraform: {} }),
});

test('reads of a stack where it is deployed and what it needs', () => {
  expect(readStacks(outdir).environments[0]).toEqual({
    name: 'dev',
    directory: join(outdir, 'stacks/dev'),
    account: '111111111111',
    roleArn: 'arn:role',
    resourceTypes: ['aws_vpc', 'aws_subnet'],
    providers: [
      { source: 'hashicorp/aws', version: '5.100.0' },
      { source: 'hashicorp/kubernetes', version: '2.38.0' },
    ],
    protection: undefined,
    state: { bucket: 'state', key: 'dev.tfstate', region: 'eu-central-1' },
  });
});

test('every stack but bootstrap is an environment, and may refuse to be destroyed', () => {
  const { bootstrap, environments } = readStacks(outdir);
  expect(bootstrap.name).toBe('bootstrap');
  expect(environments.map(({ name, protection }) => [name, protection])).toEqual([
    ['dev', undefined],
    ['prod', 'prod is protected.'],
  ]);
});

test('fails on an unknown environment, and names those that exist', () => {
  const stacks = readStacks(outdir);
  expect(choose(stacks, ['prod']).map(({ name }) => name)).toEqual(['prod']);
  expect(() => choose(stacks, ['dev', 'stage', 'bootstrap'])).toThrow(
    'No environment stage, bootstrap; there are dev, prod',
  );
});
