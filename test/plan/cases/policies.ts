import { bucket } from './bucket';
import { type Case, cases, one, policy, type Resources } from './case';
import { rights } from './role-policy';
import { role } from './things';

// Policies of roles, as sets of what they allow.

const OWN = '999999999999';
const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' };
const allow = (
  Action: string | readonly string[],
  Resource: string | readonly string[],
  more: object = {},
) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const when = (Condition: object) => ({ Condition });
/** A right that a role gets, which had another one. */
const gets = (name: string, ...statements: readonly object[]) => ({
  name,
  before: rights(read),
  after: rights(read, ...statements),
});
const changes = (name: string, before: object | readonly object[], after: object | readonly object[]) => ({
  name,
  before: rights(...[before].flat()),
  after: rights(...[after].flat()),
});

const inline = (...statements: readonly object[]): Resources =>
  one('aws_iam_role', { ...role, inline_policy: [{ name: 'rights', policy: policy(...statements) }] });

export const policyCases: readonly Case[] = cases(
  'policy-widened',
  [
    gets(
      'every secret',
      allow('secretsmanager:GetSecretValue', `arn:aws:secretsmanager:eu-central-1:${OWN}:secret:*`),
    ),
    gets(
      'every secret of every region, by a pattern',
      allow('secretsmanager:Get*', 'arn:aws:secretsmanager:*:*:secret:*-*'),
    ),
    gets('every key', allow('kms:Decrypt', `arn:aws:kms:*:${OWN}:key/*`)),
    gets(
      'every key, by way of a service',
      allow(
        'kms:Decrypt',
        '*',
        when({ StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } }),
      ),
    ),
    gets('every parameter', allow('ssm:GetParameter*', `arn:aws:ssm:*:${OWN}:parameter/*`)),
    gets('every object of every bucket', allow('s3:GetObject', 'arn:aws:s3:::*/*')),
    gets('all of every bucket', allow('s3:*', 'arn:aws:s3:::*')),
    gets('rights for every role', allow('iam:PutRolePolicy', `arn:aws:iam::${OWN}:role/*`)),
    gets(
      'rights for every role, in the middle of a name',
      allow('iam:*RolePolicy', `arn:aws:iam::${OWN}:role/*`),
    ),
    gets(
      'every role passed to a service',
      allow('iam:PassRole', '*', when({ StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } })),
    ),
    gets('every role assumed', allow('sts:AssumeRole', 'arn:aws:iam::*:role/*')),
    gets('every function', allow('lambda:*', `arn:aws:lambda:eu-central-1:${OWN}:function:*`)),
    gets(
      'everything, on a condition that what has no tag meets',
      allow('dynamodb:DeleteItem', '*', when({ StringEqualsIfExists: { 'aws:ResourceTag/team': 'shop' } })),
    ),
    gets(
      'everything, on a condition that all but one meets',
      allow('dynamodb:DeleteItem', '*', when({ StringNotEquals: { 'aws:ResourceTag/team': 'shop' } })),
    ),
    gets(
      'everything, on a condition for every call',
      allow('dynamodb:DeleteItem', '*', when({ Bool: { 'aws:SecureTransport': 'true' } })),
    ),
    changes(
      'a condition less',
      allow('s3:GetObject', 'arn:aws:s3:::data/*', when({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })),
      read,
    ),
    changes(
      'a condition that does without its key',
      allow(
        's3:GetObject',
        'arn:aws:s3:::data/*',
        when({ StringEquals: { 's3:ExistingObjectTag/public': 'yes' } }),
      ),
      allow(
        's3:GetObject',
        'arn:aws:s3:::data/*',
        when({ StringEqualsIfExists: { 's3:ExistingObjectTag/public': 'yes' } }),
      ),
    ),
    changes(
      'more values of a condition',
      allow(
        'ec2:StopInstances',
        `arn:aws:ec2:*:${OWN}:instance/*`,
        when({ StringEquals: { 'aws:ResourceTag/env': 'dev' } }),
      ),
      allow(
        'ec2:StopInstances',
        `arn:aws:ec2:*:${OWN}:instance/*`,
        when({ StringEquals: { 'aws:ResourceTag/env': ['dev', 'prod'] } }),
      ),
    ),
    changes(
      'fewer exceptions of what is allowed',
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: 'arn:aws:s3:::data/*' },
      { Effect: 'Allow', NotAction: ['iam:*'], Resource: 'arn:aws:s3:::data/*' },
    ),
    changes(
      'more exceptions of what is denied',
      [read, { Effect: 'Deny', NotAction: ['s3:*'], Resource: '*' }],
      [read, { Effect: 'Deny', NotAction: ['s3:*', 'iam:*'], Resource: '*' }],
    ),
    changes(
      'a denial on one more condition',
      [read, { Effect: 'Deny', Action: 'iam:*', Resource: '*' }],
      [
        read,
        {
          Effect: 'Deny',
          Action: 'iam:*',
          Resource: '*',
          Condition: { BoolIfExists: { 'aws:ViaAWSService': 'false' } },
        },
      ],
    ),
    {
      name: 'every secret, in a policy in the role',
      before: inline(read),
      after: inline(read, allow('secretsmanager:GetSecretValue', '*')),
    },
  ],
  [
    gets(
      'one secret',
      allow('secretsmanager:GetSecretValue', `arn:aws:secretsmanager:eu-central-1:${OWN}:secret:shop/*`),
    ),
    gets(
      'keys for what one prefix of secrets is encrypted with',
      allow(
        'kms:Decrypt',
        `arn:aws:kms:eu-central-1:${OWN}:key/*`,
        when({
          StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' },
          StringLike: {
            'kms:EncryptionContext:SecretARN': `arn:aws:secretsmanager:eu-central-1:${OWN}:secret:shop/*`,
          },
        }),
      ),
    ),
    gets(
      'what takes no resource',
      allow(['ecr:GetAuthorizationToken', 'cloudwatch:GetMetricData', 'xray:PutTraceSegments'], '*'),
    ),
    gets('rights for roles of one path', allow('iam:PutRolePolicy', `arn:aws:iam::${OWN}:role/previews/*`)),
    gets(
      'everything with a tag',
      allow('dynamodb:DeleteItem', '*', when({ StringEquals: { 'aws:ResourceTag/team': 'shop' } })),
    ),
    changes(
      'two statements in one, in another order, by a list',
      [read, allow('s3:PutObject', 'arn:aws:s3:::data/*')],
      allow(['s3:PutObject', 's3:GetObject'], ['arn:aws:s3:::data/*']),
    ),
    changes('other letters', read, { ...read, Sid: 'Read', Action: 'S3:getobject' }),
    changes(
      'a condition written in other letters',
      allow('s3:GetObject', 'arn:aws:s3:::data/*', when({ StringEquals: { 'aws:SourceVpce': ['vpce-1'] } })),
      allow('s3:GetObject', 'arn:aws:s3:::data/*', when({ StringEquals: { 'AWS:sourcevpce': 'vpce-1' } })),
    ),
    changes(
      'a list of values for two statements',
      [
        allow('cloudwatch:PutMetricData', '*', when({ StringEquals: { 'cloudwatch:namespace': 'One' } })),
        allow('cloudwatch:PutMetricData', '*', when({ StringEquals: { 'cloudwatch:namespace': 'Two' } })),
      ],
      allow(
        'cloudwatch:PutMetricData',
        '*',
        when({ StringEquals: { 'cloudwatch:namespace': ['Two', 'One'] } }),
      ),
    ),
    changes(
      'more exceptions of what is allowed',
      { Effect: 'Allow', NotAction: ['iam:*'], Resource: 'arn:aws:s3:::data/*' },
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: 'arn:aws:s3:::data/*' },
    ),
    changes(
      'fewer exceptions of what is denied',
      [read, { Effect: 'Deny', NotAction: ['s3:*', 'iam:*'], Resource: '*' }],
      [read, { Effect: 'Deny', NotAction: ['s3:*'], Resource: '*' }],
    ),
    changes(
      'more exceptions of a condition',
      allow('s3:GetObject', 'arn:aws:s3:::data/*', when({ StringNotEquals: { 's3:prefix': ['a'] } })),
      allow('s3:GetObject', 'arn:aws:s3:::data/*', when({ StringNotEquals: { 's3:prefix': ['a', 'b'] } })),
    ),
    {
      name: 'one bucket, in a policy in the role',
      before: inline(read),
      after: inline(read, allow('s3:PutObject', 'arn:aws:s3:::data/*')),
    },
    // Binding a bucket: for a new role as for one that is there.
    {
      name: 'a bucket for a new service',
      before: {},
      after: {
        ...bucket,
        ...rights(allow(['s3:GetObject', 's3:PutObject'], '${aws_s3_bucket.bucket.arn}/*')),
      },
    },
    {
      name: 'a bucket for a service that is there',
      before: { ...bucket, aws_iam_role: { role } },
      after: {
        ...bucket,
        ...rights(allow(['s3:GetObject', 's3:PutObject'], '${aws_s3_bucket.bucket.arn}/*')),
      },
    },
    {
      // The text of the policy is not whole before the apply, and refers to a bucket that is there by name.
      name: 'a new bucket, besides one that is there',
      before: {
        ...bucket,
        ...rights(read, {
          Effect: 'Deny',
          Action: 's3:DeleteObject',
          Resource: '${aws_s3_bucket.bucket.arn}/*',
        }),
      },
      after: {
        aws_s3_bucket: {
          ...bucket.aws_s3_bucket,
          second: { bucket: 'second-$', tags: { preview: 'pr-42' } },
        },
        ...rights(
          read,
          { Effect: 'Deny', Action: 's3:DeleteObject', Resource: '${aws_s3_bucket.bucket.arn}/*' },
          allow('s3:GetObject', '${aws_s3_bucket.second.arn}/*'),
        ),
      },
    },
  ],
);
