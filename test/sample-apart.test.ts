import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

// A team changes services/, environments/ and platform.json every day. Tests of the code read test/fixture/ instead, and
// those of the team's own files are in test/sample/, so that a change there fails only a rule that it breaks.

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file && existsSync(file));

const importsOf = (file: string): string[] =>
  [
    ...readFileSync(file, 'utf8')
      .replaceAll(/^import type [^;]+;/gm, '')
      .matchAll(/(?:from|import\(|require\()\s*'(\.{1,2}\/[^']+)'/g),
  ]
    .map(([, path]) => `${join(dirname(file), path!)}.ts`)
    .filter((path) => files.includes(path));

/** How a file comes to import something that a team writes, if it does. */
function wayToServices(
  file: string,
  way: readonly string[] = [],
  seen = new Set<string>(),
): string[] | undefined {
  if (file.startsWith('services/')) return [...way, file];
  if (seen.has(file)) return undefined;
  seen.add(file);
  for (const imported of importsOf(file)) {
    const found = wayToServices(imported, [...way, file], seen);
    if (found) return found;
  }
  return undefined;
}

/** Tests of what stands in the repository besides: whoever owns it, and what needs a running platform. */
const OTHERS = /^test\/(sample|e2e|nightly|everyday|repository|parity\/print|plan\/(make-|plan-command))/;
const tests = files.filter((file) => file.startsWith('test/') && !OTHERS.test(file));

test.each(tests)('%s reads no service, environment or project of a team', (file) => {
  expect(wayToServices(file)?.join(' -> ')).toBeUndefined();
  const reads = readFileSync(file, 'utf8').match(
    /(?:load\w+|readFileSync|cpSync|readdirSync)\(\s*'(?:\.\/)?(?:services|environments|platform\.json)[^']*'/g,
  );
  expect(reads ?? []).toEqual([]);
});
