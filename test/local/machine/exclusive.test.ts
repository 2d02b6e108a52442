import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { exclusively } from '../../../local/machine/exclusive';
import { folder } from '../temporary';

const never = () => {
  throw new Error('must not wait');
};
const gonePid = () => spawnSync('true').pid;

test('the lock is given back, also after a failure', async () => {
  const file = join(folder(), 'lock');
  expect(await exclusively(file, never, async () => existsSync(file))).toBe(true);
  await expect(exclusively(file, never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(file)).toBe(false);
});

test.each([
  ['a killed run', String(gonePid())],
  ['a run that was killed while it wrote', ''],
])('the lock of %s is taken over', async (_, text) => {
  const file = join(folder({ lock: text }), 'lock');
  expect(await exclusively(file, never, async () => 'done')).toBe('done');
});

test('waits, and says once for whom, while another run holds it', async () => {
  const file = join(folder({ lock: String(process.pid) }), 'lock');
  const told: number[] = [];
  setTimeout(() => rmSync(file), 500);
  await exclusively(
    file,
    (pid) => told.push(pid),
    async () => {},
  );
  expect(told).toEqual([process.pid]);
});
