import { type Case, cases, changed, created, one, policy, type Resources } from './case';
import { role } from './things';

// Who may be whom: roles, what is attached to them, who says who somebody is.

const OWN = '999999999999';
const OTHER = '888888888888';
const trust = (...statements: readonly object[]) => ({
  ...role,
  assume_role_policy: policy(
    ...statements.map((statement) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', ...statement })),
  ),
});
const root = { Principal: { AWS: `arn:aws:iam::${OWN}:root` } };
const other = { Principal: { AWS: `arn:aws:iam::${OTHER}:root` } };
const withId = (id: string | readonly string[]) => ({
  ...other,
  Condition: { StringEquals: { 'sts:ExternalId': id } },
});
const service = (more: object = {}) => ({ Principal: { Service: 'firehose.amazonaws.com' }, ...more });
const forge = (condition: object) => ({
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: `arn:aws:iam::${OWN}:oidc-provider/token.actions.githubusercontent.com` },
  Condition: condition,
});

const admin = policy({ Effect: 'Allow', Action: '*', Resource: '*' });
const reader = policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' });
const more = policy({
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:PutObject'],
  Resource: 'arn:aws:s3:::data/*',
});
/** Policies of the stack, attached to a role or not. Their tags change, or they would be no part of the plan. */
const own = (document: string, isAttached: boolean): Resources => ({
  aws_iam_role: { role },
  aws_iam_policy: { policy: { name: 'policy-$', policy: document, tags: { attached: `${isAttached}` } } },
  ...(isAttached &&
    one('aws_iam_role_policy_attachment', {
      role: '${aws_iam_role.role.name}',
      policy_arn: '${aws_iam_policy.policy.arn}',
    })),
});
const bounded = (name: string, documents: Readonly<Record<string, string>>): Resources => ({
  aws_iam_policy: Object.fromEntries(
    Object.entries(documents).map(([id, document]) => [
      id,
      { name: `${id}-$`, policy: document, tags: { bounds: name } },
    ]),
  ),
  ...one('aws_iam_role', { ...role, permissions_boundary: `\${aws_iam_policy.${name}.arn}` }),
});
const boundary = { permissions_boundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };

const provider = {
  url: 'https://$.example',
  client_id_list: ['sts.amazonaws.com'],
  thumbprint_list: ['6938fd4d98bab03faadb97b34396831e3780aea1'],
};

const profile = (name: string): Resources => ({
  aws_iam_role: { one: { ...role, name: 'one-$' }, two: { ...role, name: 'two-$' } },
  ...one('aws_iam_instance_profile', { name: 'profile-$', role: `\${aws_iam_role.${name}.name}` }),
});
const members = (...users: readonly string[]): Resources => ({
  aws_iam_user: { ada: { name: 'ada-$' }, bob: { name: 'bob-$' } },
  aws_iam_group: { group: { name: 'group-$' } },
  ...one('aws_iam_group_membership', {
    name: 'members',
    group: '${aws_iam_group.group.name}',
    users: users.map((user) => `\${aws_iam_user.${user}.name}`),
  }),
});

export const identityCases: readonly Case[] = [
  ...cases(
    'trust-loosened',
    [
      created('a new role for another account', 'aws_iam_role', trust(other)),
      changed('no external id any more', 'aws_iam_role', trust(withId('one')), trust(other)),
      changed('one more external id', 'aws_iam_role', trust(withId('one')), trust(withId(['one', 'two']))),
      changed(
        'a service for any account',
        'aws_iam_role',
        trust(service({ Condition: { StringEquals: { 'aws:SourceAccount': OWN } } })),
        trust(service({ Condition: { StringEqualsIfExists: { 'aws:SourceAccount': OWN } } })),
      ),
      changed(
        'no second factor',
        'aws_iam_role',
        trust({ ...root, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
        trust(root),
      ),
      changed('everybody of a pattern', 'aws_iam_role', trust(root), {
        ...trust(root, {
          Principal: '*',
          Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } },
        }),
      }),
      changed('a longer session', 'aws_iam_role', role, { max_session_duration: 43_200 }),
      changed(
        'a denial less',
        'aws_iam_role',
        trust(root, { ...root, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        trust(root),
      ),
    ],
    [
      changed(
        'one role of the account that had it',
        'aws_iam_role',
        trust(root),
        trust({ Principal: { AWS: `arn:aws:iam::${OWN}:role/shared` } }),
      ),
      changed('one external id less', 'aws_iam_role', trust(withId(['one', 'two'])), trust(withId('two'))),
      changed(
        'a shorter session',
        'aws_iam_role',
        { ...role, max_session_duration: 43_200 },
        { max_session_duration: 3600 },
      ),
      created(
        'a new role for one subject, as a pattern without a star',
        'aws_iam_role',
        trust(
          forge({
            StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/platform:environment:dev' },
          }),
        ),
      ),
    ],
  ),
  ...cases(
    'admin-attached',
    [
      { name: 'a policy of the stack that allows all', before: own(admin, false), after: own(admin, true) },
      {
        name: 'all secrets',
        before: { aws_iam_role: { role } },
        after: {
          aws_iam_role: { role },
          ...one('aws_iam_role_policy_attachment', {
            role: '${aws_iam_role.role.name}',
            policy_arn: 'arn:aws:iam::aws:policy/SecretsManagerReadWrite',
          }),
        },
      },
    ],
    [
      {
        name: 'a policy of the stack that reads one bucket',
        before: own(reader, false),
        after: own(reader, true),
      },
    ],
  ),
  ...cases(
    'boundary-removed',
    [
      {
        name: 'one that allows more',
        before: bounded('one', { one: reader, two: more }),
        after: bounded('two', { one: reader, two: more }),
      },
      {
        name: 'a new role without one, beside one that has it',
        before: one('aws_iam_role', { ...role, ...boundary }),
        after: {
          aws_iam_role: {
            it: { ...role, ...boundary, description: 'other' },
            second: { ...role, name: 'second-$' },
          },
        },
      },
    ],
    [
      {
        name: 'one that allows less',
        before: bounded('two', { one: reader, two: more }),
        after: bounded('one', { one: reader, two: more }),
      },
      {
        name: 'a new role with one',
        before: one('aws_iam_role', { ...role, ...boundary }),
        after: {
          aws_iam_role: {
            it: { ...role, ...boundary, description: 'other' },
            second: { ...role, ...boundary, name: 'second-$' },
          },
        },
      },
    ],
  ),
  ...cases(
    'lasting-key',
    [
      {
        name: 'a password for the console',
        before: { aws_iam_user: { user: { name: 'user-$' } } },
        after: {
          aws_iam_user: { user: { name: 'user-$' } },
          ...one('aws_iam_user_login_profile', { user: '${aws_iam_user.user.name}' }),
        },
      },
    ],
    [],
  ),
  ...cases(
    'identity-trusted',
    [
      {
        name: 'a new provider',
        before: one('aws_iam_role', role),
        after: {
          ...one('aws_iam_role', { ...role, description: 'other' }),
          aws_iam_openid_connect_provider: { provider },
        },
      },
      changed('one more audience', 'aws_iam_openid_connect_provider', provider, {
        client_id_list: ['sts.amazonaws.com', 'other'],
      }),
      changed('another certificate', 'aws_iam_openid_connect_provider', provider, {
        thumbprint_list: ['990f4193972f2becf12ddeda5237f9c952f20d9e'],
      }),
    ],
    [
      changed(
        'one audience less',
        'aws_iam_openid_connect_provider',
        { ...provider, client_id_list: ['sts.amazonaws.com', 'other'] },
        { client_id_list: ['sts.amazonaws.com'] },
      ),
      changed('other tags', 'aws_iam_openid_connect_provider', provider, { tags: { team: 'shop' } }),
    ],
  ),
  ...cases(
    'role-given',
    [
      { name: 'the role of others', before: profile('one'), after: profile('two') },
      { name: 'one more in a group', before: members('ada'), after: members('ada', 'bob') },
    ],
    [
      {
        name: 'a new role',
        before: {
          aws_iam_role: { one: { ...role, name: 'one-$' } },
          ...one('aws_iam_instance_profile', { name: 'profile-$', role: '${aws_iam_role.one.name}' }),
        },
        after: profile('two'),
      },
      { name: 'one less in a group', before: members('ada', 'bob'), after: members('ada') },
    ],
  ),
];
