import { Plan } from '../../plan/plan';
import { entry, planJson, told } from './made';

const [OWN, OTHER] = ['111111111111', '999999999999'];

const policy = (account: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' },
    ],
  });
const role = (account: string) =>
  entry('aws_iam_role.it', null, { name: 'it', assume_role_policy: policy(account) });
const topicPolicy = entry('aws_sns_topic_policy.it', null, {
  arn: `arn:aws:sns:eu-central-1:${OTHER}:it`,
  policy: '{"Statement":[]}',
});
const judged = (account: string, provider: object, accounts: readonly string[] = []) =>
  told(
    new Plan(
      'dev',
      planJson(role(account), topicPolicy),
      { provider: { aws: [{ allowed_account_ids: [OWN], ...provider }] } },
      { accounts },
    ),
  ).filter((text) => text.includes('aws_iam_role.it'));

describe('an account is one of the platform', () => {
  test.each([
    ['that the stack is deployed to', OWN, {}, []],
    [
      'that the stack takes a role in',
      OTHER,
      { assume_role: [{ role_arn: `arn:aws:iam::${OTHER}:role/x` }] },
      [],
    ],
    ['that the main branch names', OTHER, {}, [OTHER]],
  ])('%s', (_, account, provider, accounts) => {
    expect(judged(account, provider, accounts)).toEqual([]);
  });
});

describe('an account is somebody else’s', () => {
  test.each([
    ['of which the plan knows nothing but what it writes', {}],
    ['that is in a tag alone', { default_tags: [{ tags: { owner: OTHER } }] }],
  ])('%s', (_, provider) => {
    expect(judged(OTHER, provider)).toEqual([expect.stringContaining(OTHER)]);
  });
});
