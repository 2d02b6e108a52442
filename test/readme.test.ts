import { existsSync, readFileSync } from 'node:fs';

const readme = readFileSync('README.md', 'utf8');
const rows = readme.split('\n').flatMap((line) => {
  const [, factor, file, name] = /^\| (\d+) .*\| `(\S+)` '(.*)' \|$/.exec(line) ?? [];
  return factor ? [{ factor: Number(factor), file: file!, name: name! }] : [];
});

test('each of the twelve factors names a test that shows it', () => {
  expect(rows.map(({ factor }) => factor)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
});

test.each(rows)('factor $factor: $file has that test', ({ file, name }) => {
  expect(existsSync(file)).toBe(true);
  const quoted = name.includes("'") ? `"${name}"` : `'${name}'`;
  expect(readFileSync(file, 'utf8')).toContain(`test(${quoted}`);
});
