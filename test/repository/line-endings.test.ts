import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { files } from './files';

// Windows' git sets core.autocrlf. A carriage return in a setup script breaks it in its Linux container, and gives its
// Job another name, so that every deploy from that machine would run it again.

const folder = mkdtempSync(join(tmpdir(), 'line-endings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const attributes = readFileSync('.gitattributes', 'utf8');

test('a clone with core.autocrlf has the same bytes', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'core.autocrlf=true', ...args], { encoding: 'utf8' });
  const scripts = files.filter((file) => file.endsWith('.sh') || file.startsWith('cli/safe-cdktf/'));
  expect(scripts.length).toBeGreaterThan(4);
  // Attributes count as they are in the folder that is written to.
  git('checkout-index', `--prefix=${folder}/`, '.gitattributes', ...scripts);
  expect(readFileSync(join(folder, '.gitattributes'), 'utf8')).toBe(attributes);
  for (const script of scripts) expect(readFileSync(join(folder, script), 'utf8')).not.toContain('\r');
});

test('no file is left out', () => {
  const answers = execFileSync('git', ['check-attr', '-z', '--stdin', 'eol'], {
    input: files.join('\0'),
    encoding: 'utf8',
  }).split('\0');
  const values = answers.filter((_, index) => index % 3 === 2);
  expect(values).toHaveLength(files.length);
  expect([...new Set(values)]).toEqual(['lf']);
});
