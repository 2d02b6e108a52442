import { allStacks, byEnvironment, choose } from '../../../local/deploy/stacks';
import { readStacks } from '../../../terraform/synthesized-stack';
import { folder } from '../temporary';

/** An app's output: the stacks by name, each with what it depends on. */
function app(stacks: Readonly<Record<string, readonly string[]>>, documents: Record<string, object> = {}) {
  const entries = Object.entries(stacks).map(([name, dependencies]) => [
    name,
    { name, workingDirectory: `stacks/${name}`, dependencies },
  ]);
  const files = Object.keys(stacks).map((name) => [
    `stacks/${name}/cdk.tf.json`,
    JSON.stringify({ terraform: {}, ...documents[name] }),
  ]);
  return folder({
    'manifest.json': JSON.stringify({ stacks: Object.fromEntries(entries) }),
    ...Object.fromEntries(files),
  });
}

const outdir = app(
  { bootstrap: [], 'dev-services': ['dev'], dev: [], prod: [] },
  {
    dev: {
      provider: { aws: [{ allowed_account_ids: ['111111111111'], assume_role: [{ role_arn: 'arn:role' }] }] },
      resource: { aws_eks_cluster: { cluster: { name: 'dev-eks' } }, aws_subnet: { a: {}, b: {} } },
      terraform: {
        backend: { s3: { bucket: 'state', key: 'dev.tfstate', region: 'eu-central-1' } },
        required_providers: {
          aws: { source: 'aws', version: '5.100.0' },
          kubernetes: { source: 'hashicorp/kubernetes', version: '3.2.1' },
        },
      },
    },
    prod: { locals: { protection: 'prod is protected.' } },
  },
);

test('an environment is a stack that builds on no other, and may refuse to be destroyed', () => {
  const { bootstrap, environments } = byEnvironment(readStacks(outdir));
  expect(bootstrap.name).toBe('bootstrap');
  expect(environments.map(({ name, platform }) => [name, platform.protection])).toEqual([
    ['dev', undefined],
    ['prod', 'prod is protected.'],
  ]);
});

test("the stack of an environment's account is no environment, and comes before those of the environment", () => {
  const stacks = byEnvironment(
    readStacks(app({ bootstrap: [], 'account-dev': [], dev: [], 'dev-services': ['dev'], qa: [] })),
  );
  expect(stacks.environments.map(({ name, account }) => [name, account?.name])).toEqual([
    ['dev', 'account-dev'],
    ['qa', undefined],
  ]);
  const names = allStacks(stacks).map(({ name }) => name);
  expect(names).toEqual(['bootstrap', 'account-dev', 'dev', 'dev-services', 'qa']);
});

test('its stacks come in an order in which they can be deployed, and each once', () => {
  const { environments } = byEnvironment(
    readStacks(
      app({ bootstrap: [], web: ['dev', 'data'], data: ['dev'], dev: [], 'qa-services': ['qa'], qa: [] }),
    ),
  );
  expect(environments.map(({ stacks }) => stacks.map(({ name }) => name))).toEqual([
    ['dev', 'data', 'web'],
    ['qa', 'qa-services'],
  ]);
});

test('all stacks are the bootstrap and those of the environments', () => {
  const names = allStacks(byEnvironment(readStacks(outdir))).map(({ name }) => name);
  expect(names).toEqual(['bootstrap', 'dev', 'dev-services', 'prod']);
});

test('fails on an unknown environment, and names those that exist', () => {
  const stacks = byEnvironment(readStacks(outdir));
  expect(choose(stacks, ['prod']).map(({ name }) => name)).toEqual(['prod']);
  expect(() => choose(stacks, ['dev', 'stage', 'dev-services'])).toThrow(
    'No environment stage, dev-services; there are dev, prod',
  );
});
