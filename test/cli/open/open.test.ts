import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addressesOf, findEntrance } from '../../../cli/open/addresses';
import { parseOpenArguments } from '../../../cli/open/arguments';
import { Command } from '../command';

jest.setTimeout(60_000);

const routes = [{ host: 'shop' }, { host: 'cart', path: '/api' }];
const entrance = {
  port: 4578,
  balancers: [{ names: [{ name: 'shop.dev.acme.example', local: 'shop.dev.localhost' }] }],
};

test('in AWS a route is where its name leads', () => {
  expect(addressesOf(routes, 'dev.acme.example', { 'www.cart.example': { host: 'cart' } })).toEqual([
    'https://shop.dev.acme.example',
    'https://cart.dev.acme.example/api',
    'https://www.cart.example/api',
  ]);
});

test('on this machine it is at the entrance, where a load balancer leads to it', () => {
  expect(addressesOf(routes, 'dev.acme.example', {}, entrance)).toEqual(['http://shop.dev.localhost:4578']);
  expect(addressesOf(routes, 'dev.acme.example', {}, { ...entrance, port: null })).toEqual([]);
});

test('the entrance is the one of the emulator that the shell leads to, and none where that is AWS', async () => {
  const server = createServer((_, response) => response.end(JSON.stringify(entrance))).listen(0);
  const { port } = server.address() as AddressInfo;
  try {
    expect(await findEntrance({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` })).toEqual(entrance);
  } finally {
    server.close();
  }
  expect(await findEntrance({})).toBeUndefined();
  expect(await findEntrance({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' })).toBeUndefined();
});

test.each([
  [[], 'got nothing; allowed: an environment and a service'],
  [['dev'], 'got dev; allowed: an environment and a service'],
  [['dev', 'a', '--browser'], "Unknown option '--browser'"],
])('%j is refused: %s', (args, message) => {
  expect(() => parseOpenArguments(args)).toThrow(message);
});

describe('the command', () => {
  const command = new Command('open');
  const open = (...args: string[]) => command.run(args, { AWS_ENDPOINT_URL: '' });

  test('prints the addresses, and fails for a service that has none', async () => {
    const { stdout, code } = await open('dev', 'storefront', '--json');
    expect([code, JSON.parse(stdout)]).toEqual([0, ['https://shop.dev.acme.example']]);
    const preview = await open('pr-42', 'storefront', '--json');
    expect([preview.code, JSON.parse(preview.stdout)]).toEqual([0, ['https://shop-pr-42.dev.acme.example']]);
    const { stderr, code: failed } = await open('dev', 'report');
    expect([failed, stderr]).toEqual([
      1,
      expect.stringContaining('report: got no routes in services/report.ts; allowed: a service with one'),
    ]);
  });
});
