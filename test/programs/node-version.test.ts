import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from '../local/temporary';

// The Node that runs the tests says that it is another one.

const root = join(__dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

function by(version: string, line: string) {
  const claim = join(
    folder({
      'claim.js': `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
    }),
    'claim.js',
  );
  return spawnSync('sh', ['-c', line], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE_OPTIONS: `--require ${claim}`,
      PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`,
    },
  });
}

const check = 'node programs/node-version.js';

test.each(['20.19.0', '20.20.2', '22.12.0', '24.0.0', '24.21.0'])('Node %s will do', (version) => {
  expect(by(version, check)).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

test.each(['12.22.9', '18.20.8', '20.18.3', '21.7.3', '22.11.0', '23.11.1', '25.9.0'])(
  'Node %s will not do',
  (version) => {
    expect(by(version, check)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: `This is Node ${version}, and the project runs on 20 (from 20.19), 22 (from 22.12) or 24: install one from https://nodejs.org, or by "nvm install 24".\n`,
    });
  },
);

test.each([
  ...Object.entries(scripts).map(([name, line]) => [`npm run ${name}`, line]),
  ['npx cdktf', 'cdktf --version'],
  ['npx jest', 'jest --listTests'],
])('%s refuses another Node, and says nothing else', (_, line) => {
  const { status, stdout, stderr } = by('25.9.0', line!);
  expect(stdout + stderr).toMatch(/^This is Node 25\.9\.0, .*\n$/);
  expect(status).toBe(1);
});
