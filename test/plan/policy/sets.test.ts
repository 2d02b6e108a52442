import fc from 'fast-check';
import { effectOf } from '../../../plan/policy/decide';
import { disjoint, matches } from '../../../plan/policy/match';
import { type PolicyStatement, statements } from '../../../plan/policy/statement';
import { lostDenials, newGrants } from '../../../plan/policy/widened';

// What must hold for every policy, with decide.ts as the judge of what a policy allows.

const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
const action = fc.constantFrom('*', 'a:*', 'a:get*', 'a:getx', 'a:?ety', 'a:put', 'b:*', 'b:put', '*:put');
const resource = fc.constantFrom('*', 'arn:x', 'arn:x/*', 'arn:x/1', 'arn:*/1', 'arn:y', 'arn:?/2');
const principal = fc.constantFrom(
  '*',
  'arn:aws:iam::111111111111:role/a',
  'arn:aws:iam::222222222222:role/b',
);
const OPERATORS = [
  ...['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'ArnLike', 'ArnNotLike', 'ArnEquals'],
  ...['StringEqualsIfExists', 'StringLikeIfExists', 'ForAllValues:StringLike', 'ForAllValues:StringEquals'],
  ...['ForAnyValue:StringLike', 'ForAnyValue:StringEquals'],
];
const value = fc.constantFrom('arn:1', 'arn:2', 'arn:?', 'arn:*', '*');
const condition = fc.oneof(
  fc.record({ operator: fc.constantFrom(...OPERATORS), key: fc.constantFrom('k', 'l'), values: some(value) }),
  fc.record({
    operator: fc.constant('Null'),
    key: fc.constantFrom('k', 'l'),
    values: some(fc.constantFrom('true', 'false')),
  }),
);
const element = (name: string, values: fc.Arbitrary<string>) =>
  fc.record({ not: fc.boolean(), values: some(values) }).map(({ not, values: all }) => ({
    [not ? `Not${name}` : name]: all,
  }));
const statement = fc
  .tuple(
    fc.constantFrom('Allow', 'Allow', 'Deny'),
    element('Action', action),
    element('Resource', resource),
    element('Principal', principal).map((one) =>
      Object.fromEntries(
        Object.entries(one).map(([name, all]) => [name, all.includes('*') ? '*' : { AWS: all }]),
      ),
    ),
    fc.array(condition, { maxLength: 2 }),
  )
  .map(([Effect, what, where, who, all]) => ({
    Effect,
    ...what,
    ...where,
    ...who,
    Condition: Object.fromEntries(all.map(({ operator, key, values }) => [operator, { [key]: values }])),
  }));
const policy = fc.array(statement, { maxLength: 4 });
const request = fc.record({
  action: fc.constantFrom('a:getx', 'a:gety', 'a:put', 'b:put', 'c:other'),
  resource: fc.constantFrom('arn:x', 'arn:x/1', 'arn:x/2', 'arn:y', 'arn:z/1'),
  principals: fc
    .constantFrom('arn:aws:iam::111111111111:role/a', 'arn:aws:iam::222222222222:role/b', 'arn:c')
    .map((arn) => [`AWS:${arn}`]),
  context: fc.record(
    { k: fc.constantFrom('arn:1', 'arn:3', 'x'), l: fc.constantFrom('arn:2') },
    { requiredKeys: [] },
  ),
});

const read = (all: readonly object[]) => statements(JSON.stringify({ Statement: all }))!;
const found = (before: readonly PolicyStatement[], after: readonly PolicyStatement[]) =>
  newGrants(before, after).length + lostDenials(before, after).length;

test('whatever is allowed afterwards and was not before, something of it is found', () => {
  fc.assert(
    fc.property(
      policy,
      policy,
      fc.array(request, { minLength: 10, maxLength: 20 }),
      (one, other, requests) => {
        const [before, after] = [read(one), read(other)];
        const isWider = requests.some(
          (call) => effectOf(after, call) === 'Allow' && effectOf(before, call) !== 'Allow',
        );
        if (isWider) expect(found(before, after)).toBeGreaterThan(0);
      },
    ),
    { numRuns: 1500 },
  );
});

test('a statement less, or one more value of a list less, is found only where something is allowed more', () => {
  fc.assert(
    fc.property(policy, fc.array(statement, { maxLength: 2 }), (kept, gone) => {
      const allowed = gone.filter(({ Effect }) => Effect === 'Allow');
      const denied = gone.filter(({ Effect }) => Effect === 'Deny');
      expect(found(read([...kept, ...allowed]), read([...kept, ...denied]))).toBe(0);
    }),
  );
});

/** A statement for each action, resource and value, which say the same together. */
const apart = (one: ReturnType<typeof Object>) =>
  ['Action', 'Resource'].reduce<Record<string, unknown>[]>(
    (all, name) =>
      all.flatMap((part) =>
        Array.isArray(part[name]) ? part[name].map((item) => ({ ...part, [name]: item })) : [part],
      ),
    [one as Record<string, unknown>],
  );

test('the same in other words is the same: order, several statements for one, one for several, twice, other letters', () => {
  fc.assert(
    fc.property(policy, fc.infiniteStream(fc.nat()), (all, random) => {
      const shuffled = all
        .flatMap(apart)
        .flatMap((one, index) => [one, ...(index % 3 ? [] : [one])])
        .map((one, index) => ({ Sid: `S${index}`, ...one, order: random.next().value as number }))
        .sort((a, b) => a.order - b.order);
      const loud = shuffled.map((one) => JSON.parse(JSON.stringify(one).replace(/"a:get/g, '"A:Get')));
      expect(found(read(all), read(loud))).toBe(0);
      expect(found(read(loud), read(all))).toBe(0);
    }),
  );
});

const pattern = fc.stringMatching(/^[ab*?]{0,6}$/);
const text = fc.stringMatching(/^[ab]{0,6}$/);

test('what a pattern that is taken by another takes, the other takes too', () => {
  fc.assert(
    fc.property(pattern, pattern, text, (wide, narrow, value) => {
      if (matches(wide, narrow) && matches(narrow, value)) expect(matches(wide, value)).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test('what two patterns that are apart take is apart', () => {
  fc.assert(
    fc.property(pattern, pattern, text, (one, other, value) => {
      if (disjoint(one, other)) expect(matches(one, value) && matches(other, value)).toBe(false);
    }),
    { numRuns: 5000 },
  );
});

test('patterns and policies of any size are compared, or it is said that they are not', () => {
  expect(matches('*a'.repeat(2000), `${'a'.repeat(20_000)}b`)).toBe(false);
  const many = (more: string, length: number) =>
    read(
      Array.from({ length }, (_, index) => ({
        Effect: 'Allow',
        Action: `s3:Get${index}*`,
        Resource: `arn:aws:s3:::${more}${index}/*`,
      })),
    );
  expect(newGrants(many('a', 300), many('b', 300))).toHaveLength(300);
  expect(newGrants(many('a', 5000), many('a', 5000).reverse())).toEqual([]);
  expect(() => newGrants(many('a', 5000), many('b', 5000))).toThrow('it differs in 5000 parts');
});

test.each([
  ['a number', '7'],
  ['null', 'null'],
  ['a list', '[{"Statement": []}]'],
  ['a text', '"Statement"'],
  ['statements that are none', '{"Statement": ["Allow", 7]}'],
  ['no end', '{"Statement": ['],
])('no policy: %s', (_, document) => {
  expect(statements(document)).toBeUndefined();
});

test.each([
  [
    'one statement without a list',
    { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } },
    1,
  ],
  [
    'values that are no texts',
    { Statement: [{ Effect: 'Allow', Action: 7, Resource: null, Condition: 3 }] },
    1,
  ],
  ['none', {}, 0],
])('a policy with %s can be read', (_, document, count) => {
  expect(statements(JSON.stringify(document))).toHaveLength(count);
});
