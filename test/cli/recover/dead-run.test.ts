import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDead } from '../../../cli/recover/dead-run';
import { lockHolder } from '../../../programs/this-user';
import { folder } from '../../local/temporary';

/** Processes as Linux tells of them: their names and the folders that they work in. */
function processes(...all: readonly (readonly [name: string, cwd: string])[]): string {
  const proc = folder();
  for (const [index, [name, cwd]] of all.entries()) {
    const own = join(proc, String(index + 1));
    mkdirSync(own);
    writeFileSync(join(own, 'comm'), `${name}\n`);
    symlinkSync(cwd, join(own, 'cwd'));
  }
  return proc;
}

const ours = { who: lockHolder() };

test('a run of this machine that is gone is dead', () => {
  expect(isDead(ours, 'dev', processes(['node', '/p/stacks/dev'], ['terraform', '/p/stacks/qa']))).toBe(true);
});

test('one that works on the stack is not, and nobody takes its lock', () => {
  expect(isDead(ours, 'dev', processes(['terraform', '/p/cdktf.out/run-a/out/stacks/dev']))).toBe(false);
});

test('nobody can tell that of a run elsewhere, or where processes can not be looked at', () => {
  expect(isDead({ who: 'runner@elsewhere' }, 'dev', processes())).toBe(false);
  expect(isDead(ours, 'dev', '/nowhere')).toBe(false);
});
