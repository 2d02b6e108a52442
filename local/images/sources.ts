import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Of which no image is made: what is installed or built, and tests. */
const LEFT_OUT = /^(node_modules.*|dist|lib|tests?|__pycache__|\.pytest_cache|.*_test\.go|.*\.md)$/;

/** Changes with every file that an image is made of. */
export function digestOf(folder: string, ...further: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(further));
  for (const file of sourcesOf(folder).sort())
    hash.update(`\0${relative(folder, file)}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? sourcesOf(path) : [path];
    });
}
