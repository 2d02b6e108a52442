import { setTimeout as sleep } from 'node:timers/promises';
import { atWorkOn, othersAtWork } from '../../../local/deploy/at-work';
import type { LocalContext } from '../../../local/deploy/local-context';
import { layout } from '../../../local/machine/layout';
import { folder } from '../temporary';

function context(files = {}) {
  const notes: string[] = [];
  const display = { note: (text: string) => notes.push(text) } as unknown as LocalContext['display'];
  return { layout: layout(folder(files)), display, notes };
}

/** Work that says when it begins and ends. */
function working(said: string[], name: string) {
  return async () => {
    said.push(`${name} begins`);
    await sleep(300);
    said.push(`${name} ends`);
  };
}

test('a destroy waits until the deploy of the same environment has ended, and says for whom', async () => {
  const here = context();
  const said: string[] = [];
  const up = atWorkOn(here, ['dev', 'qa'], working(said, 'up'));
  const down = atWorkOn(here, ['qa', 'dev'], working(said, 'down'));
  await Promise.all([up, down]);
  expect(said).toEqual(['up begins', 'up ends', 'down begins', 'down ends']);
  expect(here.notes).toEqual([`Waiting for another run of this command, process ${process.pid}`]);
});

test('runs on different environments go on side by side', async () => {
  const here = context();
  const said: string[] = [];
  await Promise.all([
    atWorkOn(here, ['dev'], working(said, 'dev')),
    atWorkOn(here, ['qa'], working(said, 'qa')),
  ]);
  expect(said.slice(0, 2)).toEqual(['dev begins', 'qa begins']);
});

test('the emulator is kept for others alone, not for the run itself', async () => {
  const here = context();
  await atWorkOn(here, ['dev'], async () => expect(othersAtWork(here, ['dev', 'qa'])).toBe(false));
  const other = context({ 'locks/qa': String(process.ppid) });
  expect(othersAtWork(other, ['dev'])).toBe(false);
  expect(othersAtWork(other, ['dev', 'qa'])).toBe(true);
});
