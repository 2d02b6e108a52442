import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { emulatorCode } from '../../../local/emulated-aws/code';
import {
  findEmulator,
  noEmulator,
  olderCode,
  personArn,
  readRecord,
  record,
  stopEmulator,
  whatIsThere,
} from '../../../local/emulated-aws/emulator';
import { layout } from '../../../local/machine/layout';
import { isAlive } from '../../../programs/alive';
import { project } from '../../fixture/fixture';
import { folder } from '../temporary';

const recorded = (record: string) => layout(folder({ 'emulator.json': record }));

let server: Server;
let port: number;
beforeAll(async () => {
  server = createServer((_, response) => response.end('{"pid": 41}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

test('the recorded emulator is found when the same process answers', async () => {
  const emulator = { pid: 41, port, bootstrapped: 'abc' };
  expect(await findEmulator(recorded(JSON.stringify(emulator)))).toEqual(emulator);
});

test('a record is stale when another process answers there', async () => {
  expect(await findEmulator(recorded(JSON.stringify({ pid: 40, port })))).toBeUndefined();
});

test('a record is stale when nothing answers', async () => {
  expect(await findEmulator(recorded('{"pid":41,"port":1}'))).toBeUndefined();
});

test.each(['', '{"pid":4', '{"pid":"x","port":1}', 'null'])('the record %p is none', (text) => {
  expect(readRecord(join(folder({ record: text }), 'record'))).toBeUndefined();
});

test('whoever fetched other code is told that the emulator still runs the old one', () => {
  const running = { pid: 41, port };
  expect(olderCode({ ...running, code: emulatorCode() })).toBeUndefined();
  expect(olderCode({ ...running, code: 'that of yesterday' })).toContain('"npm run local -- stop" ends it');
});

test('the code is another with each file of it and each list that it reads, and not with its tests', () => {
  const files = {
    'local/emulator/server.py': '',
    'local/emulator/tests/test_server.py': '',
    'parameters/catalogue/regions.json': '{}',
  };
  const of = (changed: object = {}) => emulatorCode(folder({ ...files, ...changed }));
  expect(of({ 'local/emulator/tests/test_server.py': 'pass' })).toBe(of());
  const others = [
    'local/emulator/server.py',
    'local/emulator/rules/s3.py',
    'parameters/catalogue/regions.json',
  ];
  for (const file of others) expect({ file, code: of({ [file]: '1' }) }).not.toEqual({ file, code: of() });
});

test('of an emulator that ended by itself its last words are shown', () => {
  const words = 'Fatal Python error: Segmentation fault';
  const paths = layout(folder({ 'emulator.json': '{"pid":41,"port":1}', 'emulator/output.log': words }));
  expect(noEmulator(paths)).toContain(words);
  expect(noEmulator(layout(folder()))).toBe('No emulator runs.');
});

test('whoever comes by a permission set has the role that Identity Center makes, with the region in its path but for us-east-1', () => {
  const who = { permissionSet: 'PlatformAdmin' };
  const arn = (path: string) =>
    `arn:aws:iam::999999999999:role/aws-reserved/sso.amazonaws.com/${path}AWSReservedSSO_PlatformAdmin_0123456789abcdef`;
  expect(personArn(project, who)).toBe(arn('eu-central-1/'));
  expect(personArn({ ...project, region: 'us-east-1' }, who)).toBe(arn(''));
  const user = 'arn:aws:iam::999999999999:user/ada';
  expect(personArn(project, user)).toBe(user);
});

test('without a record no emulator runs', async () => {
  expect(await findEmulator(layout(folder()))).toBeUndefined();
});

test('an emulator is ended once it is gone, with its clusters, and with it what was said of them', async () => {
  const paths = layout(folder({ 'kubeconfig/dev.yaml': '', 'bootstrap.tfstate': '', 'emulator.json': '' }));
  // Takes a moment to end.
  const script =
    "process.on('SIGTERM', () => setTimeout(process.exit, 700)); console.log('up'); setInterval(() => {}, 1000)";
  const child = spawn(process.execPath, ['-e', script]);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await stopEmulator(paths, { pid: child.pid!, port: 1 });
  expect(isAlive(child.pid!)).toBe(false);
  for (const path of [paths.kubeconfigs, paths.bootstrapState, paths.emulatorRecord])
    expect(existsSync(path)).toBe(false);
});

describe('an emulator that runs and says nothing', () => {
  let silent: Server;
  beforeAll(async () => {
    silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    silent.closeAllConnections();
    silent.close();
  });

  test('is not taken for one that is gone, and what it does is shown', async () => {
    const paths = layout(folder({ 'emulator/output.log': '' }));
    const script = `process.on('SIGUSR1', () => require('node:fs').writeFileSync(${JSON.stringify(paths.emulatorLog)}, 'Thread 1: waits')); console.log('up'); setInterval(() => {}, 1000)`;
    const child = spawn(process.execPath, ['-e', script]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const { port } = silent.address() as AddressInfo;
    record(paths, { pid: child.pid!, port });
    await expect(findEmulator(paths, 0.2)).rejects.toThrow(
      /does not answer[\s\S]*Thread 1: waits[\s\S]*kill -9/,
    );
    child.kill();
  });
});

test('what platform.json names and nothing makes is there before the first deploy', () => {
  expect(whatIsThere(project).join(' ')).not.toMatch(/--zone|--oidc-provider/);
  const arn = 'arn:aws:iam::999999999999:oidc-provider/token.actions.githubusercontent.com';
  const named = whatIsThere({ ...project, zoneId: 'Z1', oidcProviderArn: arn }).join(' ');
  expect(named).toContain('--zone Z1 acme.example');
  expect(named).toContain(`--oidc-provider ${arn}`);
});
