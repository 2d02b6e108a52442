import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

const root = realpathSync(join(__dirname, '..'));

const isProject = (directory: string) => existsSync(join(directory, 'cdktf.json'));

/**
 * Goes to the project's folder when the working directory is one within it, as npm does for its scripts: paths in the
 * code begin there. A folder with a project of its own is left alone.
 */
export function enterProject(): void {
  const directory = process.cwd();
  const isWithin = isProject(root) && directory.startsWith(`${root}/`);
  if (isWithin && !isProject(directory)) process.chdir(root);
}
