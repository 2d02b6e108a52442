import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Of an example, of which no image is made: what is installed or built, and tests. */
const LEFT_OUT = /^(node_modules.*|dist|lib|tests?|__pycache__|\.pytest_cache|.*_test\.go|.*\.md)$/;

/** Of code that is elsewhere: nobody knows its folders. */
const LEFT_OUT_ELSEWHERE = /^(\.git|node_modules|__pycache__)$/;

/**
 * Changes with every file that an image is made of.
 * @param further what else makes another one.
 */
export function digestOf(folder: string, further: string, isExample: boolean): string {
  const hash = createHash('sha256').update(further);
  for (const file of sourcesOf(folder, isExample ? LEFT_OUT : LEFT_OUT_ELSEWHERE).sort())
    hash.update(`\0${relative(folder, file)}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function sourcesOf(folder: string, leftOut: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !leftOut.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sourcesOf(path, leftOut);
      return entry.isFile() ? [path] : [];
    });
}
