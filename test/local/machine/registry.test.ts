import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reachesRegistry } from '../../../local/machine/registry';

let server: Server;
afterEach(() => server.close());

/** Asks a server that answers in this way. */
async function ask(answer: RequestListener): Promise<boolean> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return reachesRegistry(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

test('a registry says where its providers are', async () => {
  expect(await ask((_, response) => response.end('{"providers.v1":"/v1/providers/"}'))).toBe(true);
});

test.each([
  ['a login page', '<html>Welcome to the hotel</html>'],
  ['another service', '{}'],
])('%s is no registry', async (_, text) => {
  expect(await ask((__, response) => response.end(text))).toBe(false);
});

test('nobody waits for a network that does not answer', async () => {
  const since = Date.now();
  expect(await ask(() => {})).toBe(false);
  expect(Date.now() - since).toBeLessThan(5000);
  server.closeAllConnections();
});
