import { bucket } from './bucket';
import { type Case, cases, changed, created, deleted, one, policy, type Resources } from './case';
import { rights } from './role-policy';
import { group, role } from './things';

const read = { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' };
const denied = { Sid: 'Deny', Effect: 'Deny', Action: 'iam:*', Resource: '*' };
const more = (statement: object) => ({
  before: rights(read),
  after: rights(read, { Effect: 'Allow', ...statement }),
});

const tlsOnly = {
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: 'arn:aws:s3:::data-$/*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const shared = (...statements: readonly object[]): Resources => ({
  ...bucket,
  ...(statements.length > 0 &&
    one('aws_s3_bucket_policy', {
      bucket: '${aws_s3_bucket.bucket.id}',
      policy: policy(tlsOnly, ...statements),
    })),
});
const objects = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data-$/*' };
const logs = {
  ...objects,
  Principal: { Service: 'logging.s3.amazonaws.com' },
  Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } },
};

const trust = (...statements: readonly object[]) => ({
  ...role,
  assume_role_policy: policy(
    ...statements.map((statement) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement })),
  ),
});
const tooling = {
  Principal: { AWS: 'arn:aws:iam::999999999999:role/deploy' },
  Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } },
};
const forge = (condition: object) => ({
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: 'arn:aws:iam::999999999999:oidc-provider/token.actions.githubusercontent.com' },
  Condition: condition,
});
const exact = {
  StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:acme/platform:environment:dev' },
};

const attached = (name: string) =>
  ({
    aws_iam_role: { role },
    ...one('aws_iam_role_policy_attachment', {
      role: '${aws_iam_role.role.name}',
      policy_arn: `arn:aws:iam::aws:policy/${name}`,
    }),
  }) satisfies Resources;
const exclusive = (...names: readonly string[]) =>
  ({
    aws_iam_role: { role },
    ...one('aws_iam_role_policy_attachments_exclusive', {
      role_name: '${aws_iam_role.role.name}',
      policy_arns: names.map((name) => `arn:aws:iam::aws:policy/${name}`),
    }),
  }) satisfies Resources;
const boundary = { permissions_boundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
const user = { aws_iam_user: { user: { name: 'user-$' } } };

export const rightsCases: readonly Case[] = [
  ...cases(
    'policy-widened',
    [
      { name: 'every action', ...more({ Action: '*', Resource: 'arn:aws:s3:::data/*' }) },
      { name: 'all of a service, everywhere', ...more({ Action: 'dynamodb:*', Resource: '*' }) },
      {
        name: 'a reading action, everywhere',
        ...more({ Action: 'secretsmanager:GetSecretValue', Resource: '*' }),
      },
      { name: 'all but some actions', ...more({ NotAction: 'iam:*', Resource: '*' }) },
      {
        name: 'on every resource what was for one',
        before: rights({ ...read, Action: 's3:ListBucket' }),
        after: rights({ ...read, Action: 's3:ListBucket', Resource: '*' }),
      },
      { name: 'a denial less', before: rights(read, denied), after: rights(read) },
      {
        name: 'a new policy that allows all',
        before: { aws_iam_role: { role } },
        after: rights({ Effect: 'Allow', Action: '*', Resource: '*' }),
      },
      {
        name: 'a new policy that allows all, with a text that is not whole before the apply',
        before: {},
        after: {
          ...bucket,
          ...rights(
            { ...read, Resource: '${aws_s3_bucket.bucket.arn}/*' },
            { Effect: 'Allow', Action: '*', Resource: '*' },
          ),
        },
      },
      { name: 'everybody', before: shared(logs), after: shared(logs, { ...objects, Principal: '*' }) },
      {
        name: 'another account',
        before: shared(logs),
        after: shared(logs, { ...objects, Principal: { AWS: '888888888888' } }),
      },
      {
        name: 'everybody, with no condition left',
        before: shared({ ...logs, Principal: '*' }),
        after: shared({ ...objects, Principal: '*' }),
      },
      { name: 'a bucket that no longer asks for TLS', before: shared(logs), after: shared() },
    ],
    [
      {
        name: 'one more action on the same resource',
        before: rights(read),
        after: rights({ ...read, Action: ['s3:GetObject', 's3:PutObject'] }),
      },
      { name: 'actions that only look', ...more({ Action: 'ec2:DescribeTags', Resource: '*' }) },
      {
        name: 'everywhere, on a condition',
        ...more({
          Action: 'cloudwatch:PutMetricData',
          Resource: '*',
          Condition: { StringEquals: { 'cloudwatch:namespace': 'Test' } },
        }),
      },
      {
        name: 'less than before',
        before: rights(read, { Effect: 'Allow', Action: '*', Resource: '*' }),
        after: rights(read),
      },
      {
        name: 'the same in other words',
        before: rights(read, denied),
        after: rights({ ...denied, Sid: 'Refuse' }, { ...read, Sid: 'See' }),
      },
      {
        name: 'one service more, for this account alone',
        before: shared(logs),
        after: shared(logs, { ...logs, Principal: { Service: 'delivery.logs.amazonaws.com' } }),
      },
      { name: 'a bucket deleted with its policy', before: shared(logs), after: {} },
      { name: 'a role deleted with its policy', before: rights(read, denied), after: {} },
    ],
  ),
  ...cases(
    'trust-loosened',
    [
      changed(
        'one more who may assume it',
        'aws_iam_role',
        trust(tooling),
        trust(tooling, { Principal: { AWS: 'arn:aws:iam::888888888888:root' } }),
      ),
      changed('a condition less', 'aws_iam_role', trust(tooling), trust({ Principal: tooling.Principal })),
      changed(
        'any subject of a forge',
        'aws_iam_role',
        trust(forge(exact)),
        trust(forge({ StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/*' } })),
      ),
      created('a new role for everybody', 'aws_iam_role', trust({ Principal: '*' })),
      created(
        'a new role for all of a forge',
        'aws_iam_role',
        trust(forge({ StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } })),
      ),
    ],
    [
      changed('a condition more', 'aws_iam_role', trust({ Principal: tooling.Principal }), trust(tooling)),
      changed(
        'one less who may assume it',
        'aws_iam_role',
        trust(tooling, { Principal: { AWS: 'arn:aws:iam::888888888888:root' } }),
        trust(tooling),
      ),
      created('a new role for one subject of a forge', 'aws_iam_role', trust(forge(exact))),
      changed('a role of other tags', 'aws_iam_role', trust(tooling), { tags: { team: 'shop' } }),
    ],
  ),
  ...cases(
    'admin-attached',
    [
      { name: 'every right', before: { aws_iam_role: { role } }, after: attached('AdministratorAccess') },
      {
        name: 'every right, in a list',
        before: exclusive('ReadOnlyAccess'),
        after: exclusive('ReadOnlyAccess', 'IAMFullAccess'),
      },
    ],
    [
      { name: 'the right to read', before: { aws_iam_role: { role } }, after: attached('ReadOnlyAccess') },
      {
        name: 'every right taken',
        before: attached('AdministratorAccess'),
        after: { aws_iam_role: { role } },
      },
      {
        name: 'one more right to read',
        before: exclusive('ReadOnlyAccess'),
        after: exclusive('ReadOnlyAccess', 'SecurityAudit'),
      },
    ],
  ),
  ...cases(
    'boundary-removed',
    [
      changed('none', 'aws_iam_role', { ...role, ...boundary }, { permissions_boundary: undefined }),
      changed(
        'another one',
        'aws_iam_role',
        { ...role, ...boundary },
        { permissions_boundary: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      ),
    ],
    [
      changed('a new one', 'aws_iam_role', role, boundary),
      changed(
        'a role of another description',
        'aws_iam_role',
        { ...role, ...boundary },
        { description: 'other' },
      ),
    ],
  ),
  ...cases(
    'lasting-key',
    [
      {
        name: 'a key of a user',
        before: user,
        after: { ...user, ...one('aws_iam_access_key', { user: '${aws_iam_user.user.name}' }) },
      },
    ],
    [
      {
        name: 'a key deleted',
        before: { ...user, ...one('aws_iam_access_key', { user: '${aws_iam_user.user.name}' }) },
        after: user,
      },
      created('a user without a key', 'aws_iam_user', { name: 'user-$' }),
      deleted('a security group', 'aws_security_group', group),
    ],
  ),
];
