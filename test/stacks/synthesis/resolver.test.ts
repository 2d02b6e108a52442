import { App, DefaultTokenResolver, Fn, Lazy, StringConcat, Testing, Token, Tokenization } from 'cdktf';
import fc from 'fast-check';
import { BaseStack } from '../../../stacks/stack';
import { Resolver } from '../../../stacks/synthesis/resolver';
import { outdir } from '../../helpers';

const scope = new BaseStack(Testing.stubVersion(new App({ stackTraces: false, outdir })), 'test', {
  project: { region: 'eu-central-1' },
  account: '1',
  tags: {},
});

const ours = (value: unknown) => new Resolver(scope).resolve(value);

const cdktf = (value: unknown) =>
  Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()) });

const outcome = (resolve: (value: unknown) => unknown, value: unknown) => {
  try {
    return { value: resolve(value) };
  } catch (error) {
    return { error: (error as Error).message };
  }
};

const text = Token.asString('${aws_vpc.main.id}');
const token = fc.constantFrom<unknown>(
  Token.asString({ nested: [text, undefined] }),
  Token.asString(Lazy.anyValue({ produce: () => text })),
  text,
  Token.asNumber(Lazy.numberValue({ produce: () => 5 })),
  Token.asNumber('${aws_vpc.main.size}'),
  Token.asList('${aws_vpc.main.ids}'),
  Token.asNumberList('${aws_vpc.main.sizes}'),
  Token.asStringMap('${aws_vpc.main.tags}'),
  Token.asNumberMap('${aws_vpc.main.tags}'),
  Token.asAnyMap('${aws_vpc.main.tags}'),
  Token.asAny({ kept: text, left: undefined }),
  Token.nullValue(),
  Lazy.listValue({ produce: () => [text, 'b'] }),
  Fn.join('-', [text, 'a']),
  Fn.jsonencode({ text, number: 1 }),
  Fn.conditional(text, 'yes', 'no'),
  Token.STRING_MAP_TOKEN_VALUE,
  Token.NUMBER_MAP_TOKEN_VALUE,
  Token.ANY_MAP_TOKEN_VALUE,
  '${TfToken[TOKEN.99999]}',
  '#{TfToken[TOKEN.99999]}',
  () => 1,
  scope,
  new Date(0),
);
const number = `${Token.asNumber(Lazy.numberValue({ produce: () => 7 }))}`;
const piece = fc.constantFrom(
  'a',
  text,
  number,
  '$${b}',
  '${',
  '}',
  '"',
  '\\',
  '%{',
  '1e5',
  '-1.2e+289',
  '${aws_kms_key.a.arn}',
);
const string = fc.oneof(
  fc.string(),
  fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join('')),
);
const scalar = fc.oneof(string, fc.integer(), fc.double(), fc.boolean(), fc.constantFrom(null, undefined));

const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { withCrossShrink: true },
    { arbitrary: scalar, weight: 4 },
    { arbitrary: token, weight: 2 },
    { arbitrary: fc.array(tie('value'), { maxLength: 3 }), weight: 2 },
    {
      arbitrary: fc.dictionary(fc.oneof(string, fc.constant('resolve')), tie('value'), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
      weight: 3,
    },
  ),
}));

test('a value with tokens anywhere becomes what CDKTF makes of it, or fails with its words', () => {
  fc.assert(
    fc.property(anything, (value) => {
      expect(outcome(ours, value)).toEqual(outcome(cdktf, value));
    }),
    { numRuns: 2000 },
  );
});

test('what stood for a token is never left, and what held none is as it was', () => {
  expect(ours({ text, number: [Token.asNumber('${a.b}')], plain: 'a$${b}', left: undefined })).toEqual({
    text: '${aws_vpc.main.id}',
    number: ['${a.b}'],
    plain: 'a$${b}',
  });
});

test('one token in two places is no shared object: an override of one place would change the other', () => {
  const map = Token.asString({ a: 1 });
  const [one, two] = ours([map, map]) as unknown as object[];
  expect(one).toEqual({ a: 1 });
  expect(one).not.toBe(two);
});

test('fails on what is no data, and says where', () => {
  expect(() => ours({ resource: { aws_vpc: [scope] } })).toThrow('/resource/aws_vpc/0');
});
