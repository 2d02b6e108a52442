import { type AddressInfo, createServer, type Server } from 'node:net';
import { freePort } from '../../../local/machine/port';

test('an occupied port is passed over', async () => {
  const server = await listen();
  const { port } = server.address() as AddressInfo;
  expect(await freePort(port)).toBeGreaterThan(port);
  await new Promise((resolve) => server.close(resolve));
  expect(await freePort(port)).toBe(port);
});

test('fails when none is free', async () => {
  const server = await listen(65_535);
  await expect(freePort(65_535)).rejects.toThrow(
    'No port from 65535 to 65535 is free. Choose another: --port N',
  );
  await new Promise((resolve) => server.close(resolve));
});

function listen(port = 0): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen({ port, host: '127.0.0.1' }, () => resolve(server));
  });
}
