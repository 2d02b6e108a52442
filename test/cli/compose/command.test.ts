import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { parseComposeArguments } from '../../../cli/compose/arguments';
import { ensureCertificates } from '../../../cli/compose/authority';
import { EnvironmentFile } from '../../../cli/compose/environment-file';
import { resolver } from '../../../cli/compose/pods/references';

const known = ['storefront', 'catalog'];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compose-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('services are named with or without a folder', () => {
  expect(parseComposeArguments(['storefront=../a=b', 'catalog'], known)).toEqual({
    environment: 'dev',
    services: new Map([
      ['storefront', '../a=b'],
      ['catalog', undefined],
    ]),
  });
});

test.each([
  [[], 'got no service; allowed: storefront, catalog'],
  [['storefrnt'], 'got "storefrnt", did you mean "storefront"?'],
  [['storefront='], 'storefront=: got no folder'],
  [['catalog', '--enviroment', 'qa'], `Unknown option '--enviroment', did you mean "--environment"?`],
])('fails for %j', (args, message) => {
  expect(() => parseComposeArguments(args, known)).toThrow(message);
});

test('passwords are made once, and what somebody has put stays', () => {
  const path = join(folder, '.env');
  const first = new EnvironmentFile(path);
  const password = first.password('ORDERS_MASTER_PASSWORD');
  expect(password).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(first.place('STOREFRONT_STRIPE_KEY')).toBe(false);
  first.write();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  writeFileSync(path, `# mine\n${readFileSync(path, 'utf8').replace('STRIPE_KEY=', 'STRIPE_KEY=mine')}`);
  const second = new EnvironmentFile(path);
  expect(second.password('ORDERS_MASTER_PASSWORD')).toBe(password);
  expect(second.place('STOREFRONT_STRIPE_KEY')).toBe(true);
  second.password('ANOTHER');
  second.write();
  expect(readFileSync(path, 'utf8')).toMatch(/^# mine\n/);
});

test('a client that trusts the authority takes the certificate for its hosts, and for no other', async () => {
  const certificate = await ensureCertificates(folder, ['orders', 'sessions']);
  const read = (name: string) => readFileSync(join(folder, name));
  const server = createServer({ cert: read('server.pem'), key: read('server.key') });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const meet = (servername: string) =>
    new Promise<string>((resolve) => {
      const socket: TLSSocket = connect({ port, host: '127.0.0.1', servername, ca: read('authority.pem') });
      socket.once('secureConnect', () => resolve('met'));
      socket.once('error', ({ message }) => resolve(message));
      socket.once('close', () => resolve('closed'));
      socket.once('secureConnect', () => socket.destroy());
    });
  expect(await Promise.all(['orders', 'sessions'].map(meet))).toEqual(['met', 'met']);
  expect(await meet('products')).toContain("does not match certificate's altnames");
  server.close();

  // Servers keep theirs until there is another host.
  expect(await ensureCertificates(folder, ['orders'])).toBe(certificate);
  expect(await ensureCertificates(folder, ['orders', 'products'])).not.toBe(certificate);
});

test('references are filled in from the contract and other resources, and an unknown one is told', () => {
  const objects = {
    resource: {
      aws_elasticache_user: { me: { user_name: 'me-${aws_x.y.z}', access_string: '' } },
      aws_x: { y: { z: 'z' } },
    },
  };
  const contract = {
    databases: { 'my-orders': { host: 'h', port: 1, database: 'd' } },
    caches: { pages: { host: 'p', port: 2, servers: ['a:1', 'b:2'] } },
    buckets: {},
  };
  const resolve = resolver(objects, contract);
  expect(
    resolve(
      'x${local.contract_content.databases["my-orders"].host}:${local.contract_content.databases.my-orders.port}',
    ),
  ).toBe('xh:1');
  expect(resolve('${join(",", local.contract_content.caches.pages.servers)}')).toBe('a:1,b:2');
  expect(resolve('${aws_elasticache_user.me.user_name}')).toBe('me-z');
  expect(resolve('$${HOME} %%{x}')).toBe('${HOME} %{x}');
  expect(() => resolve('${data.aws_region.name}')).toThrow(
    'Compose has no value for ${data.aws_region.name}',
  );
});
