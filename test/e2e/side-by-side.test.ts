import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmulator, stopEmulator } from '../../local/emulated-aws/emulator';
import { layout } from '../../local/machine/layout';
import { loadProject } from '../../parameters/project';
import { root } from './local-command';

jest.setTimeout(3 * 60_000);

/** Less than Python takes to start. */
const APART_MS = 15;

test('clones that start their emulator at nearly the same moment, from the same port on, get one each', async () => {
  const project = loadProject('platform.json');
  const clones = [1, 2, 3, 4].map((number) => layout(join(root, '.local', `e2e-clone-${number}`)));
  const started = await Promise.allSettled(
    clones.map(async (clone, index) => {
      await sleep(index * APART_MS);
      return startEmulator(clone, 6480, project);
    }),
  );
  const emulators = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  await Promise.all(emulators.map((emulator, index) => stopEmulator(clones[index]!, emulator)));
  expect(started).toEqual(clones.map(() => expect.objectContaining({ status: 'fulfilled' })));
  expect(new Set(emulators.map(({ port }) => port)).size).toBe(clones.length);
});
