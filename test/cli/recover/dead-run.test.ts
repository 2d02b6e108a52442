import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDead } from '../../../cli/recover/dead-run';
import { lockHolder } from '../../../programs/this-user';
import { folder } from '../../local/temporary';

const AWS = 'http://127.0.0.1:4577';

/** Processes as Linux tells of them: their names, the folders that they work in, and which AWS they ask. */
function processes(...all: readonly (readonly [name: string, cwd: string, aws?: string])[]): string {
  const proc = folder();
  for (const [index, [name, cwd, aws = AWS]] of all.entries()) {
    const own = join(proc, String(index + 1));
    mkdirSync(own);
    writeFileSync(join(own, 'comm'), `${name}\n`);
    writeFileSync(join(own, 'environ'), `HOME=/\0AWS_ENDPOINT_URL=${aws}\0`);
    symlinkSync(cwd, join(own, 'cwd'));
  }
  return proc;
}

const ours = { who: lockHolder() };

test('a run of this machine that is gone is dead', () => {
  expect(isDead(ours, 'dev', AWS, processes(['node', '/p/stacks/dev'], ['terraform', '/p/stacks/qa']))).toBe(
    true,
  );
});

test('one that works on the stack is not, and nobody takes its lock', () => {
  expect(isDead(ours, 'dev', AWS, processes(['terraform', '/p/cdktf.out/run-a/out/stacks/dev']))).toBe(false);
});

test('one that works on a stack of that name in another AWS, such as another emulator, holds no lock here', () => {
  const other = processes(['terraform', '/p/stacks/dev', 'http://127.0.0.1:4578']);
  expect(isDead(ours, 'dev', AWS, other)).toBe(true);
  expect(isDead(ours, 'dev', undefined, other)).toBe(true);
});

test('nobody can tell that of a run elsewhere, or where processes can not be looked at', () => {
  expect(isDead({ who: 'runner@elsewhere' }, 'dev', AWS, processes())).toBe(false);
  expect(isDead(ours, 'dev', AWS, '/nowhere')).toBe(false);
});
