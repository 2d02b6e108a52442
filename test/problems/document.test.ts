import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readDocument } from '../../problems/document';
import { ParameterError } from '../../problems/problem';

const folder = mkdtempSync(join(tmpdir(), 'document-'));
afterAll(() => rmSync(folder, { recursive: true }));

const schema = z.strictObject({ name: z.string(), size: z.int() });

/** The report about a file. */
function report(content: string | Buffer): string[] {
  const file = join(folder, 'a.json');
  writeFileSync(file, content);
  try {
    readDocument(file, schema);
    return [];
  } catch (error) {
    if (error instanceof ParameterError) return error.message.replaceAll(file, 'a.json').split('\n');
    throw error;
  }
}

test('shows what is wrong with the form and with the values of a file at once', () => {
  expect(report('\ufeff{\n  "name": 5, // mine\n  "size": "big",\n  "size": "small",\n}')).toEqual([
    'a.json has 5 problems:',
    "  1:1: got a byte order mark (U+FEFF), which can't be seen; allowed: plain spaces, and UTF-8 without a byte order mark",
    '  2:14: got the comment "// mine"; allowed: JSON without comments or trailing commas',
    '  4:18: got a comma after the last entry; allowed: JSON without comments or trailing commas',
    '  4:3  size: got the same key twice; allowed: each key once',
    '  2:3  name: got 5, did you mean "5"?; allowed: a string, in quotes',
  ]);
});

test('a file that breaks off is told of as that, without keys that seem to be missing', () => {
  expect(report('{ "name": acme, "size": 1')).toEqual([
    'a.json has 1 problem:',
    '  1:11: got acme without quotes; allowed: "acme" in double quotes; only numbers, true, false and null have none',
  ]);
});

test.each([
  ['a file in UTF-16', Buffer.from('\ufeff{ "name": "a", "size": 1 }', 'utf16le'), '1:1'],
  ['a character that is not in UTF-8', Buffer.from('{ "name": "K\u00f6ln", "size": 1 }', 'latin1'), '1:13'],
])('names %s, as an editor or a shell of Windows writes it', (got, content, place) => {
  expect(report(content)).toEqual([
    'a.json has 1 problem:',
    `  ${place}: got ${got}; allowed: a file in UTF-8: save it so in the editor`,
  ]);
});
