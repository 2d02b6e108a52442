import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whyNoPlan } from '../../../cli/plan/failure';

// The texts are Terraform's and the provider's, as the emulator made them say them; that of a bucket that is missing is
// met in test/e2e/plan.test.ts.

const directory = mkdtempSync(join(tmpdir(), 'plan-failure-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
writeFileSync(join(directory, 'cdk.tf.json'), '{}');

const stack = {
  name: 'dev-services',
  directory,
  dependencies: ['dev'],
  account: '111111111111',
  roleArn: 'arn:aws:iam::111111111111:role/deploy',
  resourceTypes: [],
  providers: [],
  state: { bucket: 'acme-state', key: 'dev-services.tfstate' },
};
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
