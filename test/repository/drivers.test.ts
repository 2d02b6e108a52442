import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DRIVERS, type Driver } from '../e2e/drivers/driver';

const [, section] = /^## Connect\n(.*?)^## /ms.exec(readFileSync('docs/services.md', 'utf8'))!;
const FENCES: Readonly<Record<Driver['language'], string>> = {
  node: 'js',
  python: 'python',
  go: 'go',
  java: 'java',
};
const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !/^(\/\/|#)/.test(line));

/** The lines of every program of a language. */
function programs(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? programs(path) : linesOf(readFileSync(path, 'utf8'));
  });
}

test.each(Object.entries(FENCES))(
  'the lines for %s are those of the programs that the test runs',
  (language, fence) => {
    const [, block] = new RegExp(`\`\`\`${fence}\n(.*?)\`\`\``, 's').exec(section!)!;
    const run = programs(join('test/drivers', language));
    expect(linesOf(block!).filter((line) => !run.includes(line))).toEqual([]);
  },
);

test.each(DRIVERS)('there are lines for $name', ({ name }) => {
  for (const word of name.split(' with ')) expect(section).toContain(word);
});
