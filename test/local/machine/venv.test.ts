import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isCurrent } from '../../../local/machine/venv';
import { folder } from '../temporary';

const requirements = join(folder({ requirements: 'moto\n' }), 'requirements');
const hash = createHash('sha256').update('moto\n').digest('hex');
const python = { command: 'python3', version: '3.12.1' };
const current = (files: Record<string, string>) =>
  isCurrent({ directory: join(folder(files), 'venv'), requirements }, python);

test('an environment of the same requirements and Python is kept', () => {
  expect(current({ 'venv/made-of': `3.12.1 ${hash}\n` })).toBe(true);
});

test.each([
  ['of another Python', { 'venv/made-of': `3.11.9 ${hash}\n` }],
  ['of other requirements', { 'venv/made-of': `3.12.1 ${'0'.repeat(64)}\n` }],
  ['that was never finished', { 'venv/bin/python': '' }],
])('one %s is made anew', (_, files) => {
  expect(current(files)).toBe(false);
});
