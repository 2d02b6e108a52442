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
    'Cannot assume IAM Role',
    'api error AccessDenied: not authorized to perform: sts:AssumeRole',
    'OrganizationAccountAccessRole, trusts the management account alone: docs/operating/accounts.md, "A way into each account"',
  ],
  [
    'AWS account ID not allowed: 222222222222',
    undefined,
    'the credentials are of account 222222222222, and the stack is of 111111111111',
  ],
  ['S3 bucket "acme-state" does not exist.', undefined, "the state's bucket acme-state is not there"],
  // As Terraform 1.14 says it for a profile whose session was never begun, is over, and can't be renewed.
  [
    'No valid credential sources found',
    'Error: failed to refresh cached credentials, failed to read cached SSO token file, open /me/.aws/sso/cache/ee0b.json: no such file or directory',
    'run "aws sso login"',
  ],
  [
    'No valid credential sources found',
    'Error: failed to refresh cached credentials, refresh cached SSO token failed, cached SSO token is expired, or not present, and cannot be refreshed',
    'run "aws sso login"',
  ],
  [
    'No valid credential sources found',
    'Error: failed to refresh cached credentials, the SSO session has expired or is invalid',
    'run "aws sso login"',
  ],
  [
    'assume role with MFA enabled, but AssumeRoleTokenProvider session option not set.',
    undefined,
    'wants MFA',
  ],
  [
    'Cannot assume IAM Role',
    'Error: operation error STS: AssumeRole, https response error StatusCode: 403, RequestID: r-1, api error AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code.',
    'wants MFA',
  ],
  ['failed to get shared config profile, nope', undefined, 'AWS_PROFILE names nope'],
  [
    'Error refreshing state',
    'api error AccessDenied: User: arn:aws:iam::1:user/jo is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::acme-state"',
    'the credentials may not do s3:ListBucket',
  ],
  [
    'Error refreshing state: Unable to access object "x" in S3 bucket "acme-state": operation error S3: HeadObject, https response error StatusCode: 403, RequestID: , HostID: , api error Forbidden: Forbidden',
    undefined,
    'the credentials lack a right',
  ],
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

test('so does a contract that lacks what the services bind: the change that adds it was interrupted', () => {
  expect(
    why('Unsupported attribute', 'This object does not have an attribute named "invoices".'),
  ).toMatchObject({ waitsFor: 'dev' });
});

test('what nobody has thought of is said in Terraform’s words', () => {
  expect(why('Invalid index', 'The given key is wrong.').why).toBe(
    'Invalid index\n  The given key is wrong.',
  );
});

test('the line of AWS stands behind ours, as one looks for help by it', () => {
  const line = 'operation error STS: AssumeRole, api error ExpiredToken: The token is expired';
  expect(why('Cannot assume IAM Role', `IAM Role (x) cannot be assumed.\n\nError: ${line}\n`).why).toBe(
    `the credentials have expired: sign in again, and run this once more\n  AWS: Error: ${line}`,
  );
});
