import type { Backing } from '../../declarations/backing';
import { bindingsOf, type Declared } from '../../declarations/binding';
import type { Service, Services } from '../../declarations/service';

const backing: Backing = {
  databases: {
    orders: { engine: 'postgres' },
    products: { engine: 'mysql' },
    'old-orders': { engine: 'postgres' },
  },
  caches: {
    sessions: { engine: 'redis' },
    carts: { engine: 'valkey' },
    pages: { engine: 'memcached' },
    parts: { engine: 'memcached' },
  },
  buckets: { assets: {}, 'raw-files': {} },
  queues: { jobs: {} },
};

const service = (processes: Service['processes']): Service => ({
  description: 'Test',
  group: 'shop',
  processes,
});
const services: Services = {
  catalog: service({
    loader: { ready: ['true'], live: ['true'] },
    api: { port: 8080, ready: '/', live: '/' },
    admin: { port: 9090, ready: '/', live: '/' },
  }),
  'night-report': service({}),
};

const declared: Declared = { backing, services };
const variables = (...bind: string[]) =>
  bindingsOf(bind, declared).flatMap((binding) => Object.values(binding.variables));

test('the first of a kind has plain names, and each further one its own in front', () => {
  expect(variables('orders', 'products', 'old-orders')).toEqual([
    'DATABASE_URL',
    'DATABASE_HOST',
    'DATABASE_PORT',
    'DATABASE_USER',
    'DATABASE_PASSWORD',
    'DATABASE_NAME',
    'PRODUCTS_DATABASE_URL',
    'PRODUCTS_DATABASE_HOST',
    'PRODUCTS_DATABASE_PORT',
    'PRODUCTS_DATABASE_USER',
    'PRODUCTS_DATABASE_PASSWORD',
    'PRODUCTS_DATABASE_NAME',
    'OLD_ORDERS_DATABASE_URL',
    'OLD_ORDERS_DATABASE_HOST',
    'OLD_ORDERS_DATABASE_PORT',
    'OLD_ORDERS_DATABASE_USER',
    'OLD_ORDERS_DATABASE_PASSWORD',
    'OLD_ORDERS_DATABASE_NAME',
  ]);
  expect(variables('carts', 'sessions')).toEqual([
    'REDIS_URL',
    'REDIS_HOST',
    'REDIS_PORT',
    'REDIS_USER',
    'REDIS_PASSWORD',
    'REDIS_PREFIX',
    'SESSIONS_REDIS_URL',
    'SESSIONS_REDIS_HOST',
    'SESSIONS_REDIS_PORT',
    'SESSIONS_REDIS_USER',
    'SESSIONS_REDIS_PASSWORD',
    'SESSIONS_REDIS_PREFIX',
  ]);
  expect(variables('pages', 'parts')).toEqual([
    'MEMCACHED_SERVERS',
    'MEMCACHED_TLS',
    'MEMCACHED_PREFIX',
    'PARTS_MEMCACHED_SERVERS',
    'PARTS_MEMCACHED_TLS',
    'PARTS_MEMCACHED_PREFIX',
  ]);
});

test('kinds do not take the plain name from one another', () => {
  expect(variables('pages', 'sessions', 'orders')).toEqual([
    'MEMCACHED_SERVERS',
    'MEMCACHED_TLS',
    'MEMCACHED_PREFIX',
    'REDIS_URL',
    'REDIS_HOST',
    'REDIS_PORT',
    'REDIS_USER',
    'REDIS_PASSWORD',
    'REDIS_PREFIX',
    'DATABASE_URL',
    'DATABASE_HOST',
    'DATABASE_PORT',
    'DATABASE_USER',
    'DATABASE_PASSWORD',
    'DATABASE_NAME',
  ]);
});

test('buckets, queues and services always have their own name in front, and the internet is no variable', () => {
  expect(variables('assets', 'raw-files', 'jobs', 'catalog', 'internet')).toEqual([
    'ASSETS_BUCKET',
    'RAW_FILES_BUCKET',
    'JOBS_QUEUE_URL',
    'CATALOG_URL',
  ]);
});

test('a service answers by its first process that has a port', () => {
  expect(bindingsOf(['catalog'], declared)).toMatchObject([
    { kind: 'service', group: 'shop', process: 'api' },
  ]);
});

test('fails on what is not declared, names of built-in fields of objects included', () => {
  const allowed =
    'allowed orders, products, old-orders, sessions, carts, pages, parts, assets, raw-files, jobs, catalog, night-report, internet';
  expect(() => bindingsOf(['order'], declared)).toThrow(`bind: got "order", ${allowed}`);
  expect(() => bindingsOf(['constructor'], declared)).toThrow(`bind: got "constructor", ${allowed}`);
});

test('fails on a service that answers nobody', () => {
  expect(() => bindingsOf(['night-report'], declared)).toThrow(
    'bind: got "night-report", a service without a process that has a port, allowed those that serve HTTP',
  );
});
