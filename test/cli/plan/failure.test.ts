import { whyNoPlan } from '../../../cli/plan/failure';
import { SynthesizedStack } from '../../../terraform/synthesized-stack';

// The texts are Terraform's and the provider's, as the emulator made them say them; that of a bucket that is missing is
// met in test/e2e/plan.test.ts.

const role_arn = 'arn:aws:iam::111111111111:role/deploy';
const stack = new SynthesizedStack({
  name: 'dev-services',
  directory: 'stacks/dev-services',
  document: {
    provider: { aws: [{ allowed_account_ids: ['111111111111'], assume_role: [{ role_arn }] }] },
    terraform: { backend: { s3: { bucket: 'acme-state', key: 'dev-services.tfstate' } } },
  },
  buildsOn: [new SynthesizedStack({ name: 'dev', directory: 'stacks/dev', document: {} })],
});
const why = (summary: string, detail?: string) => whyNoPlan(stack, [{ severity: 'error', summary, detail }]);

test.each([
  [
    'Cannot assume IAM Role',
    'operation error STS: AssumeRole, api error ExpiredToken: The token is expired',
    'the credentials have expired',
  ],
  ['No valid credential sources found', undefined, 'there are no credentials'],
  [
    'Cannot assume IAM Role',
    'api error AccessDenied: not authorized to perform: sts:AssumeRole',
    'may not assume arn:aws:iam::111111111111:role/deploy',
  ],
  [
    'AWS account ID not allowed: 222222222222',
    undefined,
    'the credentials are of account 222222222222, and the stack is of 111111111111',
  ],
  ['S3 bucket "acme-state" does not exist.', undefined, "the state's bucket acme-state is not there"],
])('%s %s', (summary, detail, expected) => {
  expect(why(summary, detail).why).toContain(expected);
  expect(why(summary, detail).waitsFor).toBeUndefined();
});

test('a cluster that is not there means that the platform is not', () => {
  expect(why('reading EKS Cluster (dev): couldn’t find resource'.replace('’', "'"))).toMatchObject({
    waitsFor: 'dev',
    why: expect.stringContaining('npx cdktf deploy dev dev-services'),
  });
});

test('what nobody has thought of is said in Terraform’s words', () => {
  expect(why('Invalid index', 'The given key is wrong.').why).toBe(
    'Invalid index\n  The given key is wrong.',
  );
});
