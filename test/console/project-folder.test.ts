import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Toy } from '../cli/toy';

jest.setTimeout(60_000);

const inConstructs = (...args: string[]) =>
  spawnSync(process.execPath, args, {
    cwd: 'constructs',
    encoding: 'utf8',
    env: { ...process.env, CDKTF_OUTDIR: resolve('.local/project-folder-test') },
  });
// A clone has none before something is deployed.
beforeAll(() => mkdirSync('.local', { recursive: true }));
afterAll(() => rmSync('.local/project-folder-test', { recursive: true, force: true }));

test.each([
  ['node ../app.js', ['../app.js']],
  ['npx tsx ../main.ts', ['--import', 'tsx', '../main.ts']],
])('%s works in a folder of the project', (_name, args) => {
  const { status, stderr } = inConstructs(...args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(existsSync('.local/project-folder-test/stacks/dev/cdk.tf.json')).toBe(true);
  expect(existsSync('constructs/cdktf.out')).toBe(false);
});

test('so does a command', () => {
  const { status, stderr } = inConstructs('--import', 'tsx', '../cli/drift/drift.ts', 'nowhere');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^environment: got "nowhere"/);
});

test('cdktf runs in the folder of the project, unless there is another project', async () => {
  const toy = new Toy().cli('console.log(process.cwd())');
  mkdirSync(toy.path('constructs'), { recursive: true });
  cpSync('cdktf.json', toy.path('cdktf.json'));
  const from = (folder: string) =>
    spawnSync(toy.path('cli/safe-cdktf/cdktf'), ['list'], { cwd: toy.path(folder), encoding: 'utf8' });
  expect(from('constructs')).toMatchObject({ status: 0, stdout: `${toy.folder}\n` });
  expect(existsSync(toy.path('constructs/cdktf.out'))).toBe(false);
  cpSync('cdktf.json', toy.path('constructs/cdktf.json'));
  expect(from('constructs')).toMatchObject({ status: 0, stdout: `${join(toy.folder, 'constructs')}\n` });
  toy.remove();
});
