import fc from 'fast-check';
import { parseJson } from '../../problems/json';

/** What is wrong with a text, as `line:column path: got → allowed`. */
const faults = (text: string) =>
  parseJson('a.json', text).problems.map(
    ({ at, path, got, allowed }) => `${at?.line}:${at?.column} ${path}: ${got} → ${allowed}`,
  );

const STRICT = 'JSON without comments or trailing commas';
const NO_QUOTES = 'in double quotes; only numbers, true, false and null have none';

test('JSON is fine, whatever is in it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const parsed = parseJson('a.json', JSON.stringify(value));
      expect(parsed).toMatchObject({ problems: [], isReadable: true });
      expect(JSON.stringify(parsed.value)).toBe(JSON.stringify(value));
    }),
  );
});

test.each([
  ['a byte order mark', '\ufeff{"a": 1}', '1:1 : a byte order mark (U+FEFF)'],
  ['a space that is none', '{"a":\u00a01}', '1:6 : a no-break space (U+00A0)'],
  ['a space without width', '{"a":\u200b1}', '1:6 : a zero-width space (U+200B)'],
])('names %s, which nobody sees', (_, text, fault) => {
  expect(faults(text)).toEqual([
    `${fault}, which can't be seen → plain spaces, and UTF-8 without a byte order mark`,
  ]);
  expect(parseJson('a.json', text).value).toEqual({ a: 1 });
});

test('names typographic quotes once, however many a word processor made', () => {
  const text = '{ “a b”: “c, d”, "e": “f" }';
  expect(faults(text)).toEqual([
    '1:3 : the typographic quote “ (U+201C), 3 times → plain double quotes, "',
    '1:7 : the typographic quote ” (U+201D), 2 times → plain double quotes, "',
  ]);
  expect(parseJson('a.json', text).value).toEqual({ 'a b': 'c, d', e: 'f' });
});

test('tells of every comment and trailing comma, and reads the rest all the same', () => {
  const text = '{\n  "a": [1, 2,], // mine\n  /* yours */\n  "b": "// text",\n}';
  expect(faults(text)).toEqual([
    `2:17 : the comment "// mine" → ${STRICT}`,
    `3:3 : the comment "/* yours */" → ${STRICT}`,
    `2:13 : a comma after the last entry → ${STRICT}`,
    `4:17 : a comma after the last entry → ${STRICT}`,
  ]);
  expect(parseJson('a.json', text).value).toEqual({ a: [1, 2], b: '// text' });
});

test('tells of every key that is there twice, of which JSON would drop one', () => {
  expect(faults('{ "a": 1, "b": [{ "c": 1,\n"c": 2 }], "a": 2 }')).toEqual([
    '2:1 b.0.c: the same key twice → each key once',
    '2:12 a: the same key twice → each key once',
  ]);
});

test.each([
  ['a version without quotes', '{ "a": 1.5.0 }', `1:8 : 1.5.0 without quotes → "1.5.0" ${NO_QUOTES}`],
  ['an account id without quotes', '{ "a": 012 }', `1:8 : 012 without quotes → "012" ${NO_QUOTES}`],
  ['a key without quotes', '{\n  a: 1 }', `2:3 : a without quotes → "a" ${NO_QUOTES}`],
  ['a text without quotes', '{ "a": eu-west }', `1:8 : eu-west without quotes → "eu-west" ${NO_QUOTES}`],
  ['single quotes', '{ "a": \'b c\' }', `1:8 : 'b c' in single quotes → "b c" ${NO_QUOTES}`],
  ['a Python true', '{ "a": True }', '1:8 : True → true'],
  ['no comma', '{ "a": 1\n"b": 2 }', '2:1 : "\\"b\\": 2 }" (comma expected) → a comma before it'],
  ['no colon', '{ "a" 1 }', '1:7 : "1 }" (colon expected) → a colon before it'],
  ['no end', '{ "a": 1\n', '1:9 : the end of the file (close brace expected) → a } before it'],
  ['an end too many', '{}}', '1:3 : "}" (end of file expected) → nothing after the last } or ]'],
  ['nothing', '', '1:1 : an empty file → a JSON object, { "key": value }'],
  ['blanks', ' \n', '1:1 : an empty file → a JSON object, { "key": value }'],
  [
    'an unfinished merge',
    '{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> theirs\n}',
    '2:1 : the mark of a merge conflict, <<<<<<< → one side of the conflict',
  ],
  [
    'a text that does not end',
    '{ "a": "b,\n"c": 1 }',
    '1:8 : "\\"b," (unexpected end of string) → a text that ends with a double quote in the same line',
  ],
  [
    'a backslash',
    '{ "a": "c:\\x" }',
    '1:8 : "\\"c:\\\\x\\" }" (invalid escape character) → a text in which \\ is written as \\\\',
  ],
])('says of %s what to write instead', (_, text, fault) => {
  expect(faults(text)).toEqual([fault]);
  expect(parseJson('a.json', text).isReadable).toBe(false);
});

test('what breaks off hides no comment, and is told once', () => {
  expect(faults('{ "a": 1.5.0, // mine\n "b": 1.6.0 }')).toEqual([
    `1:15 : the comment "// mine" → ${STRICT}`,
    `1:8 : 1.5.0 without quotes → "1.5.0" ${NO_QUOTES}`,
  ]);
});
