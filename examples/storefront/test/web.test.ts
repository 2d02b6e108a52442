import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Order } from '../src/backing/orders';
import { createLog } from '../src/process/log';
import { createWeb, type WebParts } from '../src/web/web';

const PRODUCTS = [
  { id: 'mug', name: 'Mug <b>', description: 'For "tea"', priceCents: 1450 },
  { id: 'pen', name: 'Pen', description: 'Writes', priceCents: 2750 },
];
const ID = '00000000-0000-4000-8000-000000000001';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** The shop with all that it needs in memory. */
function shop(changed: Partial<WebParts> = {}) {
  const cart = new Map<string, number>();
  const orders = new Map<string, Order>();
  const emails: (string | undefined)[] = [];
  const asked: string[] = [];
  const web = createWeb({
    log: createLog('silent'),
    catalog: {
      products: async (id) => {
        asked.push(id);
        return PRODUCTS;
      },
    },
    carts: {
      contents: async () => cart,
      add: async (_cart, product, count) => void cart.set(product, (cart.get(product) ?? 0) + count),
      empty: async () => cart.clear(),
    },
    orders: {
      create: async (id, state, currency, lines, email) => {
        emails.push(email);
        orders.set(id, { id, state, currency, lines: [...lines], totalCents: 0 });
      },
      confirm: async (id) => void orders.set(id, { ...orders.get(id)!, state: 'placed' }),
      find: async (id) => orders.get(id),
    },
    receipts: { get: async () => undefined },
    flags: { isOn: () => false },
    needed: {},
    currency: 'EUR',
    pageSize: 24,
    ...changed,
  });
  const post = (url: string, payload = '') => web.inject({ method: 'POST', url, headers: FORM, payload });
  return { web, cart, orders, emails, asked, post };
}

test('the page shows products and prices, and what they are called stays text', async () => {
  const { body, headers } = await shop().web.inject('/');
  assert.match(body, /Mug &#60;b&#62;/);
  assert.match(body, /For &#34;tea&#34;/);
  assert.match(body, /€14\.50/);
  assert.match(body, /<html lang="en">/);
  assert.match(String(headers['content-security-policy']), /default-src 'none'/);
});

test('what was put into the cart is ordered with the prices of the catalog', async () => {
  const { orders, cart, post } = shop();
  await post('/cart', 'product=mug&count=1');
  await post('/cart', 'product=mug&count=1');
  const { headers } = await post('/orders', `id=${ID}&priceCents=1`);
  assert.equal(headers.location, `/orders/${ID}`);
  assert.deepEqual(orders.get(ID)?.lines, [{ product: 'mug', name: 'Mug <b>', count: 2, priceCents: 1450 }]);
  assert.equal(orders.get(ID)?.state, 'open');
  assert.equal(cart.size, 0);
  await post(`/orders/${ID}/confirm`);
  assert.equal(orders.get(ID)?.state, 'placed');
});

test('an address for e-mail may be left out, and has to look like one', async () => {
  const { emails, post } = shop();
  for (const email of ['', '&email=', '&email=ada%40shop.example', '&email=ada', '&email=a+b%40c']) {
    await post('/cart', 'product=mug&count=1');
    await post('/orders', `id=${ID}${email}`);
  }
  assert.deepEqual(emails, [undefined, undefined, 'ada@shop.example']);
});

test('with quick checkout the order is placed at once', async () => {
  const { web, orders, post } = shop({ flags: { isOn: (flag) => flag === 'quick-checkout' } });
  await post('/cart', 'product=pen&count=1');
  assert.match((await web.inject('/')).body, /Buy now/);
  await post('/orders', `id=${ID}`);
  assert.equal(orders.get(ID)?.state, 'placed');
});

test('a request keeps its id on the way to the catalog, unless it could spoil a log', async () => {
  const { web, asked } = shop();
  const { headers } = await web.inject({ url: '/', headers: { 'x-request-id': 'abc-1' } });
  assert.deepEqual([headers['x-request-id'], asked[0]], ['abc-1', 'abc-1']);
  const forged = await web.inject({ url: '/', headers: { 'x-request-id': 'a"}\u00e4' } });
  assert.match(String(forged.headers['x-request-id']), /^[\w-]{36}$/);
});

test('the cart is known to its browser alone, and over HTTPS sent by HTTPS alone', async () => {
  const { web } = shop();
  const plain = await web.inject('/');
  assert.match(String(plain.headers['set-cookie']), /^cart=[\w-]{36}; .*HttpOnly; SameSite=Lax$/);
  const secure = await web.inject({ url: '/', headers: { 'x-forwarded-proto': 'https' } });
  assert.match(String(secure.headers['set-cookie']), /; Secure$/);
});

test('it is ready while what it needs answers, and lives regardless', async () => {
  let away = false;
  const check = async () => {
    if (away) throw new Error('connect ECONNREFUSED db.internal');
  };
  const { web } = shop({ needed: { orders: check } });
  assert.equal((await web.inject('/ready')).statusCode, 200);
  away = true;
  const { statusCode, body } = await web.inject('/ready');
  assert.deepEqual([statusCode, body.includes('db.internal')], [503, false]);
  assert.equal((await web.inject('/live')).statusCode, 204);
});

test('a failure of the catalog is a page that says so, without why', async () => {
  const catalog = { products: () => Promise.reject(new Error('connect ECONNREFUSED catalog.internal')) };
  const { statusCode, body, headers } = await shop({ catalog }).web.inject('/');
  assert.equal(statusCode, 503);
  assert.equal(headers['retry-after'], '5');
  assert.doesNotMatch(body, /internal/);
});

test('what makes no sense is refused', async () => {
  const { web, cart, post } = shop();
  const wrong = ['product=mug&count=1000', 'product=mug', `product=${'m'.repeat(50)}&count=1`];
  for (const body of wrong) assert.equal((await post('/cart', body)).statusCode, 400);
  assert.equal(cart.size, 0);
  assert.equal((await post('/orders', 'id=1')).statusCode, 400);
  assert.equal((await web.inject('/orders/..%2F..%2Fetc')).statusCode, 400);
  assert.equal((await web.inject(`/orders/${ID}`)).statusCode, 404);
  assert.equal((await web.inject('/nothing')).statusCode, 404);
});
