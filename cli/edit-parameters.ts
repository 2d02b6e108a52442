import { writeFileSync } from 'node:fs';
import { withValue } from './json-edit';

/** A change of a parameter file: where, and to what. Undefined: the key goes. */
export type Edit = readonly [path: readonly string[], value: string | undefined];

/** A file with some values changed, and all else as it was, comments and format too. */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((before, [path, value]) => withValue(before, path, value), text);
}

/**
 * Changes a parameter file.
 * @param check that the file is right afterwards; what it throws leaves the file as it was.
 */
export function write(file: string, text: string, edits: readonly Edit[], check: () => unknown): void {
  writeFileSync(file, edited(text, edits));
  try {
    check();
  } catch (error) {
    writeFileSync(file, text);
    throw error;
  }
}
