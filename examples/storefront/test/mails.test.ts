import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { Mails } from '../src/backing/mails';

test('a worker that starts has its first answer at once, and waits for a message only then', async () => {
  const waits: unknown[] = [];
  const server = createServer(async (request, response) => {
    waits.push(JSON.parse(await text(request)).WaitTimeSeconds);
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SQS: url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const mails = new Mails(`${url}/mails`);
  const none = new AbortController().signal;
  for (const _ of [1, 2]) assert.equal(await mails.workOff(async () => {}, none), false);
  assert.deepEqual(waits, [0, undefined]);
  server.close();
  server.closeAllConnections();
});
