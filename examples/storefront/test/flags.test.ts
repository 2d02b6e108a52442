import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Flags } from '../src/backing/flags';
import { createLog } from '../src/process/log';

test('a change is seen without a restart, and the last known value outlasts who tells it', async () => {
  let answer: { enabled: boolean } | undefined = { enabled: false };
  const server = createServer((_request, response) => {
    response.statusCode = answer ? 200 : 500;
    response.end(JSON.stringify({ 'quick-checkout': answer }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const flags = new Flags(url, createLog('silent'), 0.02);
  await flags.start();
  assert.equal(flags.isOn('quick-checkout'), false);
  answer = { enabled: true };
  while (!flags.isOn('quick-checkout')) await sleep(5);
  answer = undefined;
  await sleep(100);
  assert.equal(flags.isOn('quick-checkout'), true);
  flags.stop();
  server.close();
  server.closeAllConnections();
});

test('without an address all are off', async () => {
  const flags = new Flags(undefined, createLog('silent'));
  await flags.start();
  assert.equal(flags.isOn('quick-checkout'), false);
});
