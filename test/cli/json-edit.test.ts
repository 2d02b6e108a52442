import { valueAt, withValue } from '../../cli/json-edit';

const text = `{
  "account": "111111111111",
  "buckets": { "assets": {} },
  "services": {
    "shop": { "version": "1.0.0" } // pinned
  }
}
`;

test.each([
  [
    ['services', 'hello'],
    { version: '0.1.0' },
    '"shop": { "version": "1.0.0" },\n    "hello": { "version": "0.1.0" } // pinned',
  ],
  [['buckets', 'photos'], {}, '"buckets": { "assets": {}, "photos": {} },'],
  [['groups', 'shop', 'pods'], 80, '  },\n  "groups": { "shop": { "pods": 80 } }\n}'],
  [['account'], '2', '{\n  "account": "2",\n'],
  [['services', 'shop', 'version'], '1.1.0', '"shop": { "version": "1.1.0" } // pinned'],
])('%j becomes %j, and all else stays', (path, value, written) => {
  const after = withValue(text, path, value);
  expect(after).toContain(written);
  expect(valueAt(after, path)).toEqual(value);
  expect(after.replace(written, '').split('\n').length).toBeLessThanOrEqual(text.split('\n').length);
});

test('a value is taken away, and one that is not there stays away', () => {
  expect(valueAt(withValue(text, ['account'], undefined), ['account'])).toBeUndefined();
  expect(withValue(text, ['nothing'], undefined)).toBe(text);
});

test('something comes into what is empty', () => {
  expect(withValue('{}', ['a', 'b'], [1, 'x'])).toBe('{ "a": { "b": [1, "x"] } }');
});

test('a file with the line ends of Windows keeps them', () => {
  const after = withValue(text.replaceAll('\n', '\r\n'), ['owner'], 'a');
  expect(after).toContain('\r\n  "owner": "a"\r\n}');
  expect(after.replaceAll('\r\n', '')).not.toContain('\n');
});
