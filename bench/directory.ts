import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lends a directory that is removed afterwards. */
export function inDirectory(use: (directory: string) => void): void {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
