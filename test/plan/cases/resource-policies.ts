import { bucket } from './bucket';
import { type Case, cases, one, policy, type Resources } from './case';
import { key } from './things';

// Policies that say who may do what to a bucket or with a key.

const OWN = '999999999999';
const OTHER = '888888888888';
const when = (Condition: object) => ({ Condition });

const shared = (...statements: readonly object[]): Resources => ({
  ...bucket,
  ...one('aws_s3_bucket_policy', {
    bucket: '${aws_s3_bucket.bucket.id}',
    policy: policy(...statements),
  }),
});
const objects = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data-$/*' };
const logs = {
  Effect: 'Allow',
  Principal: { Service: 'logging.s3.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::data-$/*',
};
const ofAccount = { StringEquals: { 'aws:SourceAccount': OWN } };
const fromBucket = { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::acme-dev-*' } };
const refuse = {
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:DeleteObject',
  Resource: 'arn:aws:s3:::data-$/*',
};
const everybody = (Condition: object) => ({ ...objects, Principal: '*', Condition });
const opens = (name: string, statement: object) => ({
  name,
  before: shared({ ...logs, Condition: ofAccount }),
  after: shared({ ...logs, Condition: ofAccount }, statement),
});

const accountDecides = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${OWN}:root` },
  Action: 'kms:*',
  Resource: '*',
};
const keyPolicy = (...statements: readonly object[]): Resources =>
  one('aws_kms_key', { ...key, policy: policy(accountDecides, ...statements) });
const useKey = (Principal: object, more: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
  Resource: '*',
  ...more,
});

const calls = (principal: string, more: object = {}): Resources =>
  one('aws_lambda_permission', {
    function_name: 'function-$',
    statement_id: 'calls',
    action: 'lambda:InvokeFunction',
    principal,
    ...more,
  });
/** A key that is there, and who gets a grant of it. */
const granted = (grantee_principal?: string): Resources => ({
  aws_kms_key: { key },
  ...(grantee_principal &&
    one('aws_kms_grant', {
      key_id: '${aws_kms_key.key.key_id}',
      grantee_principal,
      operations: ['Decrypt'],
    })),
});

export const resourcePolicyCases: readonly Case[] = cases(
  'policy-widened',
  [
    opens(
      'everybody, by whatever ARN',
      everybody({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/reader' } }),
    ),
    opens('everybody, by whatever source', everybody({ StringLike: { 'aws:SourceArn': '*' } })),
    opens(
      'everybody, from half of the internet',
      everybody({ IpAddress: { 'aws:SourceIp': ['0.0.0.0/1'] } }),
    ),
    opens('everybody, if a key is there', everybody({ StringEqualsIfExists: { 'aws:SourceAccount': OWN } })),
    opens(
      'everybody, by all values of none',
      everybody({ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': 'o-acme' } }),
    ),
    opens('everybody but one', { ...objects, NotPrincipal: { AWS: `arn:aws:iam::${OTHER}:root` } }),
    {
      name: 'a source less',
      before: shared({ ...logs, Condition: { ...ofAccount, ...fromBucket } }),
      after: shared({ ...logs, Condition: ofAccount }),
    },
    {
      name: 'a denial of fewer resources',
      before: shared(
        { ...logs, Condition: ofAccount },
        { ...refuse, Resource: ['arn:aws:s3:::data-$/*', 'arn:aws:s3:::data-$'] },
      ),
      after: shared({ ...logs, Condition: ofAccount }, refuse),
    },
    {
      name: 'a key for another account',
      before: keyPolicy(),
      after: keyPolicy(useKey({ AWS: `arn:aws:iam::${OTHER}:role/backup` })),
    },
    { name: 'a function that everybody may call', before: {}, after: calls('*') },
    {
      name: 'a function that a service calls for whomever',
      before: {},
      after: calls('sns.amazonaws.com'),
    },
    {
      name: 'a grant of a key for another account',
      before: granted(),
      after: granted(`arn:aws:iam::${OTHER}:role/backup`),
    },
    { name: 'a new key for another account', before: {}, after: keyPolicy(useKey({ AWS: OTHER })) },
    {
      name: 'a key for a service without an account',
      before: keyPolicy(useKey({ Service: 'cloudtrail.amazonaws.com' }, when(ofAccount))),
      after: keyPolicy(useKey({ Service: 'cloudtrail.amazonaws.com' })),
    },
  ],
  [
    opens('everybody in one account', everybody({ StringEquals: { 'aws:PrincipalAccount': OWN } })),
    opens(
      'everybody from one VPC endpoint',
      everybody({ StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } }),
    ),
    {
      name: 'one more bucket that writes its logs there',
      before: shared({
        ...logs,
        Condition: { ...ofAccount, ArnLike: { 'aws:SourceArn': ['arn:aws:s3:::acme-a'] } },
      }),
      after: shared({
        ...logs,
        Condition: {
          ...ofAccount,
          ArnLike: { 'aws:SourceArn': ['arn:aws:s3:::acme-a', 'arn:aws:s3:::acme-b'] },
        },
      }),
    },
    {
      name: 'a source more',
      before: shared({ ...logs, Condition: ofAccount }),
      after: shared({ ...logs, Condition: { ...ofAccount, ...fromBucket } }),
    },
    {
      name: 'a key for a role of this account',
      before: keyPolicy(),
      after: keyPolicy(useKey({ AWS: `arn:aws:iam::${OWN}:role/shared` })),
    },
    {
      name: 'a function that a bucket of this account calls',
      before: {},
      after: calls('s3.amazonaws.com', { source_account: OWN, source_arn: 'arn:aws:s3:::acme-a' }),
    },
    {
      name: 'a grant of a key for a role of this account',
      before: granted(),
      after: granted(`arn:aws:iam::${OWN}:role/shared`),
    },
    {
      name: 'a new key for a service of this account',
      before: {},
      after: keyPolicy(useKey({ Service: 'cloudtrail.amazonaws.com' }, when(ofAccount))),
    },
  ],
);
