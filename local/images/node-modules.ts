import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../../programs/must';
import { exclusively } from '../machine/exclusive';

/**
 * Installs the packages of a project's lock file, unless they are there.
 * @throws Failure with the end of what npm printed.
 */
export async function ensureNodeModules(folder: string): Promise<void> {
  const stamp = join(folder, 'node_modules', '.made-of');
  const wanted = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  const isThere = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (isThere()) return;
  await exclusively(
    join(folder, 'node_modules.lock'),
    () => {},
    async () => {
      if (isThere()) return;
      // No script of a package runs: none of them needs one.
      await must('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
      writeFileSync(stamp, wanted);
    },
  );
}
