import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ParameterError } from '../problems/problem';
import { Failure } from './failure';
import { enterProject } from './project-folder';

/**
 * Runs a command in the project's folder, and ends with the exit code that it comes to; nothing: 0. A user's mistake is told without a stack
 * trace.
 */
export function start(main: (args: readonly string[]) => unknown): void {
  enterProject();
  Promise.resolve()
    .then(() => main(process.argv.slice(2)))
    .then((code) => process.exit(typeof code === 'number' ? code : 0))
    .catch((error: unknown) => {
      if (!(error instanceof Failure || error instanceof ParameterError)) throw error;
      console.error(error.message);
      process.exit(error instanceof Failure ? error.exitCode : 1);
    });
}

/** A folder of this run alone, which is gone when it ends. */
export function scratchFolder(name: string, within = tmpdir()): string {
  mkdirSync(within, { recursive: true });
  const folder = mkdtempSync(join(within, `${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
