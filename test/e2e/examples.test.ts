import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../local/machine/port';
import { services } from '../../services/services';
import { type BackingServers, SECRET, startBackingServers } from './examples/backing';
import { type Built, buildExamples } from './examples/built';
import { countsAsError } from './examples/counts-as-error';
import { endAll, Program } from './examples/program';

// In the order of the file: a day of the shop, whose services run as processes against real servers.
jest.setTimeout(10 * 60_000);

let built: Built;
let servers: BackingServers;
let shop: Program;
let catalog: Program;
let worker: Program;
let mailer: Program;
let shopUrl: string;
let catalogUrl: string;
let shopVariables: Record<string, string>;

beforeAll(async () => {
  [built, servers] = await Promise.all([buildExamples(), startBackingServers()]);
}, 10 * 60_000);
afterAll(async () => {
  await servers?.stop();
  endAll();
});

const start = (command: readonly string[], env: Readonly<Record<string, string>>) =>
  new Program(command, env);
const status = async (url: string) => (await fetch(url).catch(() => undefined))?.status;
const orderNumbers = (sql: string) => servers.orders.query(servers.asStorefront, sql);

async function startServices(): Promise<void> {
  const [shopPort, catalogPort] = [await freePort(8300), await freePort(8350)];
  shopUrl = `http://127.0.0.1:${shopPort}`;
  catalogUrl = `http://127.0.0.1:${catalogPort}`;
  shopVariables = { ...servers.variables.storefront, PORT: `${shopPort}`, CATALOG_URL: catalogUrl };
  shop = start(built.storefront('web'), shopVariables);
  catalog = start(built.catalog('api'), { ...servers.variables.catalog, PORT: `${catalogPort}` });
  worker = start(built.storefront('worker'), shopVariables);
  mailer = start(built.storefront('mailer'), shopVariables);
  await Promise.all(
    [shop, catalog].map((program) => program.until(({ msg }) => msg.startsWith('listening'))),
  );
}

/** A customer, whose browser keeps the cookie of the cart. */
async function visit() {
  const first = await fetch(shopUrl);
  const cookie = first.headers.get('set-cookie')!.split(';')[0]!;
  const get = async (path: string, headers = {}) =>
    fetch(`${shopUrl}${path}`, { headers: { cookie, ...headers } });
  const post = (path: string, form: Record<string, string> = {}) =>
    fetch(`${shopUrl}${path}`, { method: 'POST', headers: { cookie }, body: new URLSearchParams(form) });
  return { get, post, page: await first.text() };
}

/** Buys, as far as one form leads. @returns the path of the order, and its page. */
async function buy(product: string) {
  const { get, post } = await visit();
  await post('/cart', { product, count: '1' });
  const page = await (await get('/')).text();
  const id = /name="id" value="([\w-]{36})"/.exec(page)![1]!;
  const answer = await post('/orders', { id });
  expect(answer.url).toBe(`${shopUrl}/orders/${id}`);
  return { id, get, post, page: await answer.text() };
}

test('a wrong configuration ends each program at once, with all faults and no secret', async () => {
  const wrong = { DATABASE_URL: `ftp://me:${SECRET}@db`, CA_FILE: '/not/there', LOG_LEVEL: 'loud' };
  const programs: [keyof typeof services, string[], string[]][] = [
    ['storefront', built.storefront('web'), ['REDIS_URL', 'CATALOG_URL', 'ASSETS_BUCKET', 'PORT']],
    ['storefront', built.storefront('worker'), ['ASSETS_BUCKET', 'MAILS_QUEUE_URL']],
    ['storefront', built.storefront('mailer'), ['ASSETS_BUCKET', 'MAILS_QUEUE_URL']],
    ['storefront', built.storefront('migrate'), []],
    ['catalog', built.catalog('api'), ['MEMCACHED_SERVERS', 'PORT']],
    ['catalog', built.catalog('migrate'), []],
    ['report', built.report('--yesterday'), ['ASSETS_BUCKET']],
  ];
  await Promise.all(
    programs.map(async ([service, command, missing]) => {
      const program = start(command, wrong);
      expect(await program.end()).toBe(1);
      const [line, ...more] = program.lines;
      expect(more).toEqual([]);
      expect(line).toMatchObject({ msg: 'the configuration is wrong' });
      expect(countsAsError(line!, services[service])).toBe(true);
      const named = (line!.faults as string[]).map((fault) => fault.split(':')[0]);
      // The mailer has no database.
      const read = Object.keys(wrong).filter(
        (name) => name !== 'DATABASE_URL' || !command.join().includes('mailer'),
      );
      expect(named.sort()).toEqual([...read, ...missing].sort());
      expect(program.printed.join()).not.toContain(SECRET);
    }),
  );
});

test('a migration that is interrupted leaves nothing, two at once do not disturb each other, and more do nothing', async () => {
  const held = orderNumbers(`SELECT pg_advisory_lock(hashtext('storefront migrations')), pg_sleep(100)`);
  const waiting = `SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;
  const migrations = ['SIGTERM', 'SIGKILL'].map(() =>
    start(built.storefront('migrate'), servers.variables.storefront),
  );
  while ((await orderNumbers(waiting)) !== '2') await sleep(50);
  expect(await migrations[0]!.end('SIGTERM')).toBe(1);
  expect(await migrations[1]!.end('SIGKILL')).toBeNull();
  await servers.orders.administer(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'`,
  );
  await expect(held).rejects.toThrow('terminat');

  for (const [service, command, number] of [
    ['storefront', built.storefront('migrate'), 3],
    ['catalog', built.catalog('migrate'), 2],
  ] as const) {
    const migrate = () => start(command, servers.variables[service]);
    const both = [migrate(), migrate()];
    expect(await Promise.all(both.map((program) => program.end()))).toEqual([0, 0]);
    const third = migrate();
    expect(await third.end()).toBe(0);
    const ran = [...both, third].map(({ lines }) => lines.find(({ msg }) => msg === 'migrations')!.ran ?? []);
    expect(ran.map((names) => (names as string[]).length).sort()).toEqual([0, 0, number]);
  }
});

test('a start tells the port and the configuration, secrets masked, and makes the service ready', async () => {
  await startServices();
  while ((await status(`${shopUrl}/ready`)) !== 200 || (await status(`${catalogUrl}/ready`)) !== 200)
    await sleep(100);
  for (const [program, url] of [
    [shop, shopUrl],
    [catalog, catalogUrl],
  ] as const) {
    const starting = await program.until(({ msg }) => msg === 'starting');
    expect(JSON.stringify(starting.configuration)).toContain(servers.variables.storefront.CA_FILE);
    const listening = await program.until(({ msg }) => msg.startsWith('listening'));
    expect(JSON.stringify(listening)).toContain(new URL(url).port);
    expect(program.printed.join()).not.toContain(SECRET);
  }
});

test('the page shows a product of MySQL, and then what Memcached has kept of it', async () => {
  expect((await visit()).page).toContain('Fountain pen');
  await servers.products.query(servers.asCatalog, `UPDATE products SET name = 'Ink pen' WHERE id = 'pen'`);
  expect((await visit()).page).toContain('Fountain pen');
  expect(await servers.sayToPages('get pr-42:products.v1')).toContain('Fountain pen');
  expect(await servers.sayToPages('delete pr-42:products.v1')).toBe('DELETED');
  expect((await visit()).page).toContain('Ink pen');
});

test('a request has one id in the logs of both services, and is one trace', async () => {
  const { get } = await visit();
  expect((await get('/', { 'x-request-id': 'one-of-many' })).headers.get('x-request-id')).toBe('one-of-many');
  const [line] = await Promise.all(
    [shop, catalog].map((program) =>
      program.until(({ requestId, msg }) => requestId === 'one-of-many' && msg === 'request'),
    ),
  );
  const inCatalog = catalog.lines.find(({ requestId }) => requestId === 'one-of-many')!;
  const trace = inCatalog.traceId as string;
  expect(line).toMatchObject({ level: 30, status: 200 });
  expect(countsAsError(line!, services.storefront)).toBe(false);
  expect(countsAsError(inCatalog, services.catalog)).toBe(false);
  // One sends JSON, the other bytes.
  const sent = (part: string | Buffer) => servers.traces.some((body) => body.includes(part));
  while (!sent(trace) || !sent(Buffer.from(trace, 'hex'))) await sleep(50);
});

test('what is in the cart is ordered, packed once whichever worker takes it, and has a receipt', async () => {
  const other = start(built.storefront('worker'), shopVariables);
  const orders = await Promise.all(
    ['mug', 'lamp', 'bag', 'clock', 'pen', 'mug'].map((product) => buy(product)),
  );
  for (const { id, page, post } of orders) {
    expect(page).toContain('It is not placed yet.');
    expect(await (await post(`/orders/${id}/confirm`)).text()).toContain('It is placed.');
  }
  const packed = () => [worker, other].flatMap(({ lines }) => lines.filter(({ msg }) => msg === 'packed'));
  while (packed().length < orders.length) await sleep(50);
  expect(
    packed()
      .map(({ order }) => order)
      .sort(),
  ).toEqual(orders.map(({ id }) => id).sort());
  const { id, get } = orders[0]!;
  // The worker logs it before its transaction ends.
  while (!(await (await get(`/orders/${id}`)).text()).includes('It is packed')) await sleep(50);
  expect(await (await get(`/orders/${id}/receipt`)).text()).toContain('1 x Mug: €14.50');
  expect(await servers.object(`receipts/${id}.txt`)).toContain('Total: €14.50');
  expect(await other.end('SIGTERM')).toBe(0);
});

test('of what was packed there is a mail each, which a worker of its own takes from a queue', async () => {
  const mailed = () => mailer.lines.filter(({ msg }) => msg === 'mailed');
  while (mailed().length < 6) await sleep(50);
  for (const { order } of mailed()) expect(await servers.object(`mails/${order}.txt`)).toContain('Total: ');
});

test('a worker whose connection breaks in the middle of a transaction goes on', async () => {
  const held = orderNumbers('LOCK TABLE orders; SELECT pg_sleep(100)');
  const ends = (what: string) =>
    servers.orders.administer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${what}`);
  while (!(await ends(`wait_event_type = 'Lock'`))) await sleep(50);
  await worker.until(({ msg }) => msg === 'an order could not be worked off');
  await ends(`wait_event = 'PgSleep'`);
  await expect(held).rejects.toThrow('terminat');
  const { id, post } = await buy('lamp');
  await post(`/orders/${id}/confirm`);
  await worker.until(({ msg, order }) => msg === 'packed' && order === id);
});

test('the probes of the worker say what it does', async () => {
  const probe = (sign: string) => start(built.storefront('worker', sign), {}).end();
  expect(await Promise.all([probe('ready'), probe('alive')])).toEqual([0, 0]);
});

test('while its database is away a service is unready and lives, and it comes back by itself', async () => {
  servers.proxy.cut();
  while ((await status(`${shopUrl}/ready`)) !== 503) await sleep(100);
  expect(await status(`${shopUrl}/live`)).toBe(204);
  expect(await status(`${catalogUrl}/ready`)).toBe(200);
  servers.proxy.restore();
  while ((await status(`${shopUrl}/ready`)) !== 200) await sleep(100);
  expect((await buy('mug')).page).toContain('It is not placed yet.');
});

test('the report writes what was sold yesterday', async () => {
  await orderNumbers(`UPDATE orders SET placed_at = now() - INTERVAL '1 day' WHERE state = 'packed'`);
  const report = start(built.report('--yesterday'), servers.variables.report);
  expect(await report.end()).toBe(0);
  expect(report.printed.join()).not.toContain(SECRET);
  const { object, rows } = await report.until(({ msg }) => msg === 'report written');
  expect(rows).toBe(5);
  expect(await servers.object(object as string)).toMatch(/^\d{4}-\d\d-\d\d,mug,Mug,2,EUR,2900$/m);
});

test('a schedule forgets what nobody agreed to', async () => {
  await orderNumbers(`UPDATE orders SET placed_at = now() - INTERVAL '2 days' WHERE state = 'open'`);
  const tidy = start(built.storefront('tidy'), servers.variables.storefront);
  expect(await tidy.end()).toBe(0);
  expect(tidy.lines.at(-1)).toMatchObject({ orders: 1 });
  expect(await orderNumbers('SELECT COUNT(*) FROM orders')).toBe('7');
});

test('a flag changes what running pods do', async () => {
  servers.flags.quickCheckout = true;
  await shop.until(({ msg, flags }) => msg === 'flags changed' && JSON.stringify(flags).includes('true'));
  expect((await buy('mug')).page).toContain('It is placed.');
});

test('a request under way is answered after SIGTERM, and then the programs end well', async () => {
  await servers.sayToPages('delete pr-42:products.v1');
  const sleeping = `FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'`;
  const slow = servers.products.query(servers.asCatalog, 'LOCK TABLES products WRITE; DO SLEEP(100)');
  while ((await servers.products.administer(`SELECT COUNT(*) ${sleeping}`)) === '0') await sleep(50);
  const page = visit();
  const waits = `SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE LIKE 'Waiting for table%'`;
  while ((await servers.products.administer(waits)) === '0') await sleep(50);
  const programs = [shop, catalog, worker, mailer];
  const ended = programs.map((program) => program.end('SIGTERM'));
  await shop.until(({ msg }) => msg.startsWith('stopping'));
  expect(await status(shopUrl)).toBeUndefined();
  await servers.products.administer(`KILL ${await servers.products.administer(`SELECT ID ${sleeping}`)}`);
  await expect(slow).rejects.toThrow();
  expect((await page).page).toContain('Ink pen');
  const codes = await Promise.all(ended);
  const told = codes.map((code, index) => {
    const { printed, complaints } = programs[index]!;
    return code === 0 ? 0 : [code, ...printed.slice(-2), ...complaints];
  });
  expect(told).toEqual([0, 0, 0, 0]);
});
