import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { findEmulator, readRecord } from '../../local/emulator';
import { layout } from '../../local/layout';
import { folder } from './temporary';

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

test('without a record no emulator runs', async () => {
  expect(await findEmulator(layout(folder()))).toBeUndefined();
});
