import { effectOf, type PolicyRequest } from '../../../plan/policy/decide';
import { statements } from '../../../plan/policy/statement';

// Each row was compared with what IAM's own documentation says of the element or operator.

const ROLE = 'arn:aws:iam::111111111111:role/start';
const OBJECT = 'arn:aws:s3:::acme-dev-assets/1';
const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

const says = (statement: object, request: Partial<PolicyRequest> = {}) =>
  effectOf(statements(JSON.stringify({ Statement: statement }))!, {
    action: 's3:GetObject',
    resource: OBJECT,
    ...request,
  });

test.each<[string, object, boolean]>([
  ['an action in other letters', { Action: 'S3:getobject' }, true],
  ['a beginning of actions', { Action: 's3:Get*' }, true],
  ['a question mark', { Action: 's3:?etObject' }, true],
  ['another action', { Action: 's3:PutObject' }, false],
  ['all actions but one', { Action: undefined, NotAction: 's3:PutObject' }, true],
  ['all actions but this one', { Action: undefined, NotAction: 's3:*' }, false],
  ['a beginning of resources', { Resource: 'arn:aws:s3:::acme-dev-*' }, true],
  ['another resource', { Resource: 'arn:aws:s3:::acme-prod-*' }, false],
  ['all resources but one', { Resource: undefined, NotResource: 'arn:aws:s3:::acme-prod-*' }, true],
  ['all resources but this one', { Resource: undefined, NotResource: 'arn:aws:s3:::acme-*' }, false],
  ['a variable in a resource', { Resource: 'arn:aws:s3:::${aws:PrincipalTag/team}-dev-assets/1' }, true],
  ['a reference of Terraform in a resource, which is text', { Resource: '${aws_s3_bucket.b.arn}' }, false],
])('a statement about %s', (_, element, applies) => {
  expect(says({ ...ALLOW, ...element })).toBe(applies ? 'Allow' : undefined);
});

test.each<[string, object, string | undefined, boolean]>([
  ['StringEquals', { StringEquals: { k: ['a', 'b'] } }, 'b', true],
  ['StringEquals of a star, which is a star', { StringEquals: { k: '*' } }, 'a', false],
  ['StringEquals of nothing', { StringEquals: { k: 'a' } }, undefined, false],
  ['StringEqualsIfExists of nothing', { StringEqualsIfExists: { k: 'a' } }, undefined, true],
  ['StringEqualsIfExists of another', { StringEqualsIfExists: { k: 'a' } }, 'b', false],
  ['StringNotEquals of nothing', { StringNotEquals: { k: 'a' } }, undefined, true],
  ['StringNotEquals of one in the list', { StringNotEquals: { k: ['a', 'b'] } }, 'b', false],
  ['StringLike', { StringLike: { k: 'preview-*' } }, 'preview-x', true],
  ['StringNotLike', { StringNotLike: { k: 'preview-*' } }, 'preview-x', false],
  ['ArnLike', { ArnLike: { k: 'arn:aws:iam::*:role/a' } }, 'arn:aws:iam::1:role/a', true],
  [
    'ArnEquals, which takes stars too',
    { ArnEquals: { k: 'arn:aws:iam::*:role/a' } },
    'arn:aws:iam::1:role/a',
    true,
  ],
  ['ArnNotEquals', { ArnNotEquals: { k: 'arn:aws:iam::1:role/a' } }, 'arn:aws:iam::1:role/a', false],
  ['Bool', { Bool: { k: 'true' } }, 'true', true],
  ['Null, wanted, of nothing', { Null: { k: 'true' } }, undefined, true],
  ['Null, not wanted, of nothing', { Null: { k: 'false' } }, undefined, false],
  ['ForAllValues of nothing', { 'ForAllValues:StringEquals': { k: 'a' } }, undefined, true],
  ['ForAnyValue of nothing', { 'ForAnyValue:StringEquals': { k: 'a' } }, undefined, false],
  ['a variable', { StringEquals: { k: '${aws:PrincipalTag/team}' } }, 'a', true],
])('a condition: %s', (_, Condition, value, applies) => {
  const context: Record<string, string> = value === undefined ? {} : { K: value };
  expect(says({ ...ALLOW, Condition }, { context })).toBe(applies ? 'Allow' : undefined);
});

test('all conditions have to be met', () => {
  const Condition = { StringEquals: { a: '1', b: '2' }, Null: { c: 'true' } };
  expect(says({ ...ALLOW, Condition }, { context: { a: '1', b: '2' } })).toBe('Allow');
  expect(says({ ...ALLOW, Condition }, { context: { a: '1' } })).toBeUndefined();
});

test.each<[string, object, boolean]>([
  ['everybody', { Principal: '*' }, true],
  ['everybody of AWS', { Principal: { AWS: '*' } }, true],
  ['the role', { Principal: { AWS: ROLE } }, true],
  ['another role', { Principal: { AWS: `${ROLE}-2` } }, false],
  ['a service', { Principal: { Service: 's3.amazonaws.com' } }, false],
  ['all but the role', { NotPrincipal: { AWS: ROLE } }, false],
])('a policy of a resource that names %s', (_, principal, applies) => {
  const principals = [`AWS:${ROLE}`];
  expect(says({ ...ALLOW, ...principal }, { principals })).toBe(applies ? 'Allow' : undefined);
});

test('a denial wins over what allows', () => {
  const both = [ALLOW, { ...ALLOW, Effect: 'Deny', Resource: 'arn:aws:s3:::acme-*' }];
  expect(says(both)).toBe('Deny');
});

test('fails on an operator that it does not know, instead of passing over it', () => {
  const Condition = { NumericLessThan: { k: '1' } };
  expect(() => says({ ...ALLOW, Condition }, { context: { k: '0' } })).toThrow(
    /NumericLessThan: add it to plan/,
  );
});
