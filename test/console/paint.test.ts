import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { columns } from '../../console/columns';

const painted = (env: NodeJS.ProcessEnv) =>
  execFileSync(
    process.execPath,
    [
      '--import',
      'tsx',
      '--eval',
      `console.log(require(${JSON.stringify(join(process.cwd(), 'console/paint.ts'))}).paint('bad', 'x'))`,
    ],
    { encoding: 'utf8', env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...env } },
  ).trim();

test('a pipe has no colours, unless somebody forces them, and NO_COLOR takes them away', () => {
  expect(painted({})).toBe('x');
  expect(painted({ FORCE_COLOR: '1' })).toBe('\u001b[31mx\u001b[39m');
  expect(painted({ NO_COLOR: '1' })).toBe('x');
});

test('a column is as wide as what is seen of its texts', () => {
  const red = '\u001b[31mno\u001b[39m';
  expect(
    columns(
      ['name', 'is'],
      [
        ['a', red],
        ['longer', 'x'],
      ],
    ),
  ).toBe(`name    is\na       ${red}\nlonger  x`);
});
