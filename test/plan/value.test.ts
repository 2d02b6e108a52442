import { at, Mark, same, visible } from '../../plan/value';

const none = { before_sensitive: false, after_sensitive: false, after_unknown: false };

test('a sensitive value is in neither side, and whether it changes is', () => {
  const { before, after } = visible({
    before: { password: 'a', token: 'b', name: 'c' },
    after: { password: 'd', token: 'b', name: 'c' },
    before_sensitive: { password: true },
    after_sensitive: { password: true, token: true },
  });
  expect(before).toEqual({ password: Mark.sensitive, token: Mark.sensitive, name: 'c' });
  expect(after).toEqual({ password: Mark.sensitiveChange, token: Mark.sensitive, name: 'c' });
});

test('a value that was sensitive is hidden where it no longer is', () => {
  const { after } = visible({
    before: { a: 's' },
    after: { a: 's' },
    before_sensitive: { a: true },
    after_sensitive: {},
  });
  expect(after).toEqual({ a: Mark.sensitive });
});

test('what only the apply tells is marked, where it is', () => {
  const { after } = visible({
    before: null,
    after: { name: 'x', list: [{ b: 1 }] },
    ...none,
    after_unknown: { arn: true, list: [{ a: true }, { c: false }] },
  });
  expect(after).toEqual({ name: 'x', arn: Mark.unknown, list: [{ a: Mark.unknown, b: 1 }, undefined] });
});

test('a part is found, and a key with dots in it', () => {
  const value = { metadata: [{ labels: { 'a.b/c': 'x' } }] };
  expect(at(value, 'metadata.0.labels.a.b/c')).toBe('x');
  expect(at(value, 'metadata.1.labels')).toBeUndefined();
  expect(at(value, 'metadata.0.labels.constructor')).toBeUndefined();
});

test('order of keys and what is not set make no difference', () => {
  expect(same({ a: 1, b: null }, { b: undefined, a: 1 })).toBe(true);
  expect(same([1, 2], [2, 1])).toBe(false);
});
