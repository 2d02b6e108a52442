import { difference } from '../../../plan/report/difference';
import { Mark } from '../../../plan/value';

test('items of a list are told apart by their name, wherever they stand', () => {
  const [a, b] = [
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ];
  expect(difference({ before: { env: [a, b] }, after: { env: [{ ...b, value: '3' }, a] } })).toEqual([
    '- env.B.value: 2',
    '+ env.B.value: 3',
  ]);
});

test('a list without names: what goes and what comes', () => {
  expect(difference({ before: { cidrs: ['a', 'b'] }, after: { cidrs: ['b', 'c'] } })).toEqual([
    '- cidrs: a',
    '+ cidrs: c',
  ]);
  expect(difference({ before: { cidrs: ['a', 'b'] }, after: { cidrs: ['b', 'a'] } })).toEqual([
    '! cidrs: in another order',
  ]);
});

test('JSON in a text is compared by its parts, and order and blanks in it are no change', () => {
  const before = { policy: '{"a": 1, "b": {"c": 2}}' };
  expect(difference({ before, after: { policy: '{"b":{"c":3},"a":1}' } })).toEqual([
    '- policy.b.c: 2',
    '+ policy.b.c: 3',
  ]);
  expect(difference({ before, after: { policy: '{"b":{"c":2},"a":1}' } })).toEqual([]);
});

test('what is not known or not to be shown is said to be so', () => {
  const before = { arn: 'x', password: Mark.sensitive };
  expect(difference({ before, after: { arn: Mark.unknown, password: Mark.sensitiveChange } })).toEqual([
    '- arn: x',
    '+ arn: (known after apply)',
    '- password: (sensitive)',
    '+ password: (sensitive, changes)',
  ]);
});

test('a tag is shown once, and one that only a default brings as well', () => {
  const after = { tags: { own: 'a' }, tags_all: { own: 'a', default: 'b' } };
  expect(difference({ before: { tags: {}, tags_all: {} }, after })).toEqual([
    '+ tags.own: a',
    '+ tags_all.default: b',
  ]);
});

test('a long value is cut', () => {
  const [line] = difference({ before: {}, after: { text: 'x'.repeat(500) } });
  expect(line).toMatch(/^\+ text: x{160}… \(500 characters\)$/);
});

test('of two long values the part that differs is shown', () => {
  const text = (end: string) => `${'x'.repeat(500)} ${end}`;
  const lines = difference({ before: { text: text('before') }, after: { text: text('after') } });
  expect(lines).toEqual([
    `- text: …${'x'.repeat(39)} before (507 characters)`,
    `+ text: …${'x'.repeat(39)} after (506 characters)`,
  ]);
});
