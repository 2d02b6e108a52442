import fc from 'fast-check';
import { broad } from '../../../plan/policy/broad';
import { matches } from '../../../plan/policy/match';
import { statements } from '../../../plan/policy/statement';
import { lostDenials, newGrants } from '../../../plan/policy/widened';

const document = (...list: readonly object[]) => statements(JSON.stringify({ Statement: list }))!;
const allow = (more: object) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:x/*', ...more });

test.each([
  ['the same in other words', allow({}), allow({ Action: ['S3:getobject'] }), 0],
  ['a part of a pattern', allow({ Action: 's3:*' }), allow({ Action: 's3:Get*' }), 0],
  ['more than a pattern', allow({ Action: 's3:Get*' }), allow({ Action: 's3:*' }), 1],
  [
    'a further value of a condition',
    allow({ Condition: { StringEquals: { a: 'x' } } }),
    allow({ Condition: { StringEquals: { a: ['x', 'y'] } } }),
    1,
  ],
  [
    'a further exception',
    allow({ Condition: { StringNotEquals: { a: 'x' } } }),
    allow({ Condition: { StringNotEquals: { a: ['x', 'y'] } } }),
    0,
  ],
  [
    'an exception less',
    allow({ Condition: { StringNotEquals: { a: ['x', 'y'] } } }),
    allow({ Condition: { StringNotEquals: { a: 'x' } } }),
    1,
  ],
  ['a condition more', allow({}), allow({ Condition: { Bool: { a: 'true' } } }), 0],
  [
    'an inverted list that lists less',
    allow({ Action: undefined, NotAction: ['a:b', 'a:c'] }),
    allow({ Action: undefined, NotAction: ['a:b'] }),
    1,
  ],
])('%s', (_, before, after, expected) => {
  expect(newGrants(document(before), document(after))).toHaveLength(expected);
});

test('a denial that denies less is lost', () => {
  const deny = (more: object) => ({ Effect: 'Deny', Action: ['a:b', 'a:c'], Resource: '*', ...more });
  expect(lostDenials(document(deny({})), document(deny({ Action: 'a:b' })))).toHaveLength(1);
  expect(lostDenials(document(deny({})), document(deny({ Action: 'a:*' })))).toHaveLength(0);
  expect(
    lostDenials(document(deny({})), document(deny({ Condition: { Bool: { x: 'true' } } }))),
  ).toHaveLength(1);
});

test('an account by its number and by its root is the same', () => {
  const by = (AWS: string) => document(allow({ Principal: { AWS } }));
  expect(newGrants(by('111111111111'), by('arn:aws:iam::111111111111:root'))).toEqual([]);
});

test('a document that is none, or not known, is no policy without statements', () => {
  expect(statements(null)).toEqual([]);
  expect(statements('${jsonencode({a = 1})}')).toBeUndefined();
});

test('whatever a pattern takes, a policy that allows the pattern has no new grant for', () => {
  const name = fc.stringMatching(/^[a-z*?]{1,6}$/);
  fc.assert(
    fc.property(name, name, (pattern, value) => {
      const grown = newGrants(document(allow({ Action: pattern })), document(allow({ Action: value })));
      expect(grown.length === 0).toBe(matches(pattern, value));
    }),
  );
});

test('a star in the narrower pattern is taken by a star alone', () => {
  expect(matches('s3:Get?', 's3:Get*')).toBe(false);
  expect(matches('s3:*', 's3:Get*')).toBe(true);
  expect(matches('a.b', 'axb')).toBe(false);
});

test('what takes no resource and shows nothing is not much; what reads is', () => {
  const on = (Action: string) => newGrants([], document(allow({ Action, Resource: '*' }))).map(broad);
  expect(on('secretsmanager:GetRandomPassword')).toEqual([undefined]);
  expect(on('secretsmanager:GetSecretValue')).toEqual([
    'allows secretsmanager:getsecretvalue on every resource',
  ]);
});
