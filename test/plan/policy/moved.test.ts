import { policy } from '../cases/case';
import { entry, found } from '../made';

// A policy under another address, in the shape that the provider writes.

const OTHER = '888888888888';
const allow = (account: string) => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::b/*',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
});
const deny = {
  Effect: 'Deny',
  Action: 's3:*',
  Resource: 'arn:aws:s3:::b/*',
  Principal: '*',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const of = (...statements: object[]) => ({ bucket: 'b', policy: policy(...statements) });
const moves = (before: object, after: object) =>
  found(
    entry('aws_s3_bucket_policy.old["a"]', before, null),
    entry('aws_s3_bucket_policy.new["b"]', null, after),
  );

test('a policy that moves says nothing, whatever it allows', () => {
  expect(moves(of(deny), of(deny))).toEqual([]);
  expect(moves(of(deny, allow(OTHER)), of(allow(OTHER), deny))).toEqual([]);
});

test('what it allows more, or denies less, at its new address', () => {
  expect(moves(of(deny), of(deny, allow(OTHER)))).toEqual([
    `policy-widened: aws_s3_bucket_policy.new["b"] lets arn:aws:iam::${OTHER}:root do s3:getobject`,
  ]);
  expect(moves(of(deny), of({ ...deny, Action: 's3:PutObject' }))).toEqual([
    'policy-widened: aws_s3_bucket_policy.old["a"] no longer denies s3:* on arn:aws:s3:::b/* to * when aws:securetransport false',
  ]);
  // That of another bucket is another one.
  expect(moves(of(deny), { ...of(deny), bucket: 'c' })).toHaveLength(1);
});
