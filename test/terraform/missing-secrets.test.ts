import { withoutSecrets } from '../../terraform/missing-secrets';
import { SynthesizedStack } from '../../terraform/synthesized-stack';
import { type Answer, FakePrograms } from '../cli/fake-program';

const NAME = '/acme/dev/storefront/stripe-key/secret';
const GONE: Pick<Answer, 'complains' | 'code'> = {
  complains:
    "An error occurred (ResourceNotFoundException): Secrets Manager can't find the specified secret.",
  code: 254,
};
const KEY: Answer = { to: 'describe-key', says: {} };
const stack = () =>
  new SynthesizedStack({
    name: 'dev-services',
    directory: '.',
    document: {
      locals: { secrets: { key: 'alias/dev-secrets', wanted: { [NAME]: 'dev storefront stripe-key' } } },
    },
  });

async function told(secret: Omit<Answer, 'to'>, key: Answer = KEY): Promise<string | undefined> {
  const programs = new FakePrograms();
  programs.add('aws', [{ to: 'describe-secret', ...secret }, key]);
  return withoutSecrets([stack()], { ...process.env, PATH: programs.folder }).finally(() =>
    programs.remove(),
  );
}

test('one that nobody has put is told of with the command that puts it', async () => {
  const message =
    'A secret has no value yet, and no pod that takes one starts without. First:\n  npm run secret -- set dev storefront stripe-key';
  expect(await told(GONE)).toBe(message);
  expect(await told({ says: { VersionIdsToStages: {} } })).toBe(message);
  const removed = { DeletedDate: '2026-11-30', VersionIdsToStages: { 'id-1': ['AWSCURRENT'] } };
  expect(await told({ says: removed })).toBe(message);
});

test('nothing is said where all are there, or the services take none', async () => {
  expect(await told({ says: { VersionIdsToStages: { 'id-1': ['AWSCURRENT'] } } })).toBeUndefined();
  expect(
    await withoutSecrets([new SynthesizedStack({ name: 'dev', directory: '.', document: {} })]),
  ).toBeUndefined();
});

test('nothing is said before the platform, without whose key nobody can put one', async () => {
  expect(await told(GONE, { to: 'describe-key', complains: 'NotFoundException', code: 254 })).toBeUndefined();
});

test('what AWS does not tell is left to Terraform', async () => {
  expect(await told({ complains: 'AccessDenied', code: 254 })).toBeUndefined();
});
