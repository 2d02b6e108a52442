import { chmodSync, mkdirSync } from 'node:fs';

/**
 * From now on, whatever this process and its children write is readable by its owner alone: keys of the emulated AWS
 * and of clusters, and states. So is a folder that an earlier run left open.
 */
export function ownerOnly(folder: string): void {
  process.umask(0o077);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
}
