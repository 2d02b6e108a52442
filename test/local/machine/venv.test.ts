import { createHash } from 'node:crypto';
import { symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isCurrent } from '../../../local/machine/venv';
import { folder } from '../temporary';

const requirements = join(folder({ requirements: 'moto\n' }), 'requirements');
const hash = createHash('sha256').update('moto\n').digest('hex');
const python = { command: 'python3', version: '3.12.1' };
/** @param stamp what it says that it was made of, by where it is. */
const current = (stamp: (place: string) => string | undefined) => {
  const directory = join(folder({ 'venv/bin/python': '' }), 'venv');
  const made = stamp(directory);
  if (made !== undefined) writeFileSync(join(directory, 'made-of'), made);
  return isCurrent({ directory, requirements }, python);
};

test('an environment of the same requirements and Python is kept', () => {
  expect(current((place) => `3.12.1 ${hash} ${place}\n`)).toBe(true);
});

test('one is kept when a link leads to it', () => {
  const place = join(folder({ 'venv/bin/python': '' }), 'venv');
  writeFileSync(join(place, 'made-of'), `3.12.1 ${hash} ${place}\n`);
  const copy = folder({});
  symlinkSync(dirname(place), join(copy, 'shared'));
  expect(isCurrent({ directory: join(copy, 'shared', 'venv'), requirements }, python)).toBe(true);
});

test.each<[string, (place: string) => string | undefined]>([
  ['of another Python', (place) => `3.11.9 ${hash} ${place}\n`],
  ['of other requirements', (place) => `3.12.1 ${'0'.repeat(64)} ${place}\n`],
  ['of a project that was moved', () => `3.12.1 ${hash} /before/.local/venv\n`],
  ['that was never finished', () => undefined],
])('one %s is made anew', (_, stamp) => {
  expect(current(stamp)).toBe(false);
});
