import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { changedFiles } from '../../../cli/plan/guard';
import { folder } from '../../local/temporary';

const project = folder();
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
    cwd: project,
    stdio: 'ignore',
  });
const write = (file: string, text: string) => {
  mkdirSync(join(project, file, '..'), { recursive: true });
  writeFileSync(join(project, file), text);
};
const scripts = (plan: string, more = {}) => JSON.stringify({ scripts: { plan, test: 'jest' }, ...more });
const changed = async () => (await changedFiles('main', project)).map(({ file }) => file).sort();

beforeAll(() => {
  git('init', '--quiet', '--initial-branch', 'main');
  write('plan/rules.ts', 'rules');
  write('services/web.ts', 'web');
  write('package.json', scripts('node run.js cli/plan/plan.ts'));
  git('add', '.');
  git('commit', '--quiet', '--message', 'base');
  git('checkout', '--quiet', '-b', 'branch');
});
afterEach(() => git('checkout', '--quiet', '--force', 'main', '--', '.'));

test('finds what changes of the guard, committed or not, and what goes or comes; and nothing else', async () => {
  write('services/web.ts', 'another');
  expect(await changed()).toEqual([]);
  write('plan/rules.ts', 'none');
  write('plan/more.ts', 'more');
  expect(await changed()).toEqual(['plan/more.ts', 'plan/rules.ts']);
  rmSync(join(project, 'plan'), { recursive: true });
  expect(await changedFiles('main', project)).toEqual([{ file: 'plan/rules.ts', text: undefined }]);
});

test('of package.json the commands that judge count, what runs before and after them included', async () => {
  write('package.json', scripts('node run.js cli/plan/plan.ts', { dependencies: { zod: '5' } }));
  expect(await changed()).toEqual([]);
  write('package.json', scripts('true'));
  expect(await changed()).toEqual(['package.json']);
  write(
    'package.json',
    JSON.stringify({ scripts: { plan: 'node run.js cli/plan/plan.ts', preplan: 'exit 0' } }),
  );
  expect(await changed()).toEqual(['package.json']);
  write('package.json', '{');
  expect(await changed()).toEqual(['package.json']);
});
