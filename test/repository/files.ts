import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Every file of the project that git does not ignore. */
export const files: readonly string[] = execFileSync(
  'git',
  ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
  { encoding: 'utf8', maxBuffer: 2 ** 26 },
)
  .split('\0')
  .filter((file) => file && existsSync(file));
