import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeAwsFiles } from '../../../local/emulated-aws/aws-config';
import { record } from '../../../local/emulated-aws/emulator';
import { layout } from '../../../local/machine/layout';
import { ownerOnly } from '../../../local/machine/owner-only';
import { folder } from '../temporary';

const before = process.umask();
afterEach(() => {
  process.umask(before);
});

/** Every file and folder that others of the machine may read, write or list. */
function open(directory: string): string[] {
  const paths = [
    directory,
    ...readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((path) => join(directory, path)),
  ];
  return paths.filter((path) => (statSync(path).mode & 0o077) !== 0);
}

test('nobody else on the machine reads the keys that a local run writes, its children included', () => {
  const directory = folder();
  chmodSync(directory, 0o755);
  const paths = layout(directory);
  ownerOnly(paths.directory);
  writeAwsFiles(paths, '[default]\n', '[default]\naws_secret_access_key = s\n');
  record(paths, { pid: 1, port: 1 });
  execFileSync('sh', ['-c', 'mkdir -p kubeconfig && echo key > kubeconfig/dev'], { cwd: directory });
  expect(readdirSync(directory).sort()).toEqual(['aws', 'emulator.json', 'kubeconfig']);
  expect(open(directory)).toEqual([]);
});

test('the local command begins with it, before it starts anything', () => {
  const directory = join(folder(), 'local');
  const env = { ...process.env, PLATFORM_LOCAL: directory };
  execFileSync(process.execPath, ['run.js', 'local/cli.ts', 'stop'], {
    cwd: resolve('.'),
    env,
    stdio: 'ignore',
  });
  expect(open(directory)).toEqual([]);
});
