import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { folder } from '../local/temporary';

jest.setTimeout(60_000);

/** A copy of the project with its packages but those. */
function copyWithout(...packages: string[]): string {
  const project = folder();
  for (const file of readdirSync('.')) {
    if (!/^(node_modules|cdktf\.out|\.git|\.local)$/.test(file)) {
      cpSync(file, join(project, file), {
        recursive: true,
        filter: (from) => !from.includes('node_modules'),
      });
    }
  }
  const scopes = readdirSync('node_modules').filter((name) => name.startsWith('@'));
  for (const place of [
    'node_modules',
    ...scopes.map((scope) => `node_modules/${scope}`),
    'cli/node_modules',
  ]) {
    mkdirSync(join(project, place));
    for (const name of readdirSync(place)) {
      if (!name.startsWith('@')) symlinkSync(resolve(place, name), join(project, place, name));
    }
  }
  rmSync(join(project, 'node_modules/cdktf-cli'));
  symlinkSync(join(project, 'cli'), join(project, 'node_modules/cdktf-cli'));
  for (const name of packages) rmSync(join(project, name), { recursive: true });
  return project;
}

function said(project: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
  return { status, stdout, stderr: stderr.replaceAll(project, '.') };
}

const sentence = (what: string, command = 'npm ci') => ({
  status: 1,
  stdout: '',
  stderr: `Packages are missing in ${what}. Run "${command}" in .\n`,
});

describe('without any packages', () => {
  const project = copyWithout('node_modules', 'cli/node_modules');
  const scripts: Record<string, string> = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
  const commands = Object.entries(scripts).flatMap(([name, script]) => {
    const words = script.split(' ');
    return words[0] === 'node' && !name.startsWith('pre') ? [[name, words.slice(1)] as const] : [];
  });

  test.each([...commands, ['cdktf', ['cli/safe-cdktf/cdktf', 'diff', 'dev']] as const])(
    '%s says to run npm ci',
    (_name, args: readonly string[]) => {
      const end = args.indexOf('&&');
      expect(said(project, ...(end < 0 ? args : args.slice(0, end)))).toEqual({
        status: 1,
        stdout: '',
        stderr: expect.stringMatching(
          /^Packages are missing in node_modules: [^\n]*\. Run "npm ci" in \.\n$/,
        ),
      });
    },
  );

  test('every script looks first', () => {
    expect(Object.values(scripts).filter((script) => !script.startsWith('node '))).toEqual([]);
  });
});

test('a copy of node_modules without that of cli: npx cdktf says to run npm ci', () => {
  expect(said(copyWithout('cli/node_modules'), 'cli/safe-cdktf/cdktf', 'diff', 'dev')).toEqual(
    sentence('cli/node_modules: cdktf-cli'),
  );
});

test('an install without the packages for development: the tests say how to get them, the app runs', () => {
  const project = copyWithout('node_modules/jest', 'node_modules/ajv');
  expect(said(project, 'console/installed.js')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^Packages are missing in node_modules: .*jest.*"npm ci --include=dev"/),
  });
  expect(said(project, '-e', 'require("./console/installed").checkInstalled()')).toMatchObject({
    stderr: '',
  });
});

test('npm ci installs what is for development, whatever NODE_ENV is', () => {
  expect(readFileSync('.npmrc', 'utf8')).toContain('include=dev\n');
});

test('npm ci in a copy that has only package.json says that it wants the whole project', () => {
  const { preinstall } = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
  const { status, stderr } = spawnSync('sh', ['-c', preinstall], { cwd: folder(), encoding: 'utf8' });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringMatching(/^There is no code beside package\.json.* then run npm ci\n$/),
  });
});
