import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { parameterFile } from '../../../parameters/parameter-file';
import { declared } from '../../fixture/fixture';
import type { Json } from '../../helpers';
import { compose, secrets } from './composed';

// The schema is that of compose-spec at 170098ba07d9f53c383a41bfd4c5166b0a4529a6, which Compose 5 has as well.
const { $schema: _, ...schema } = JSON.parse(readFileSync('test/cli/compose/compose-spec.json', 'utf8'));
const isValid = new Ajv({ strict: false, validateFormats: false }).compile(schema);
const services = Object.keys(declared.services);

/** The fixture, of which one service has secrets that people put, and a value with signs that Compose reads. */
const odd = {
  ...declared,
  services: {
    ...declared.services,
    catalog: {
      ...declared.services.catalog,
      secrets: ['stripe-key'],
      environment: { PRICE: 'a $5 $bill for $(NOBODY)', EMPTY: '' },
    },
  },
};

test.each([...services.map((name) => [name]), services])(
  'a file for %s keeps to the specification',
  (...names) => {
    const { read } = compose(names, { folders: new Map([[names[0]!, '/src']]) });
    expect(isValid(read) ? [] : isValid.errors).toEqual([]);
  },
);

test('the schema tells a file that does not keep to the specification', () => {
  const { read } = compose(['catalog']);
  read.services['catalog-api'].restart = false;
  expect(isValid(read)).toBe(false);
});

test('a service brings those that it binds, and servers of what all of them bind', () => {
  expect(Object.keys(compose(['report']).read.services)).toEqual([
    'tools',
    'orders',
    'aws',
    'aws-setup',
    'report-setup-orders',
    'report-nightly',
    'report-weekly',
  ]);
  expect(Object.keys(compose(['storefront']).read.services)).toEqual(
    expect.arrayContaining(['catalog-api', 'catalog-release', 'products', 'pages', 'sessions', 'shop-flags']),
  );
});

test('a queue and its dead-letter queue are made where AWS is asked for both, and the URL leads there', () => {
  const { read } = compose(['storefront']);
  const [made] = read.services['aws-setup'].command;
  expect(JSON.parse(made).queues).toEqual([
    {
      name: 'mails',
      dead: 'mails-dead',
      receives: 5,
      common: {},
      attributes: { VisibilityTimeout: '30', ReceiveMessageWaitTimeSeconds: '20' },
    },
  ]);
  const { environment, depends_on } = read.services['storefront-worker'];
  expect(environment).toMatchObject({
    MAILS_QUEUE_URL: 'http://aws:5000/123456789012/mails',
    AWS_ENDPOINT_URL: 'http://aws:5000',
  });
  expect(depends_on['aws-setup']).toEqual({ condition: 'service_completed_successfully' });
});

test('servers are of the versions that the environment runs', () => {
  const { databases, caches } = JSON.parse(readFileSync(`test/fixture/${parameterFile('dev')}`, 'utf8'));
  const { read } = compose(services);
  const image = (name: string) => read.services[name].image.split('/').at(-1);
  expect(image('orders')).toBe(`postgres:${databases.orders.version}-alpine`);
  expect(image('products')).toBe(`mysql:${databases.products.version}`);
  expect(image('pages')).toBe(`memcached:${caches.pages.version}-alpine`);
  // AWS has a 7.1 of its own.
  expect([caches.sessions.version, image('sessions')]).toEqual(['7.1', 'redis:7.2-alpine']);
});

test('a process starts after its release, which starts after the users that it signs in as', () => {
  const { read } = compose(['storefront']);
  const waits = (name: string) =>
    Object.fromEntries(
      Object.entries<Json>(read.services[name].depends_on).map(([other, { condition }]) => [
        other,
        condition,
      ]),
    );
  expect(waits('storefront-web')).toMatchObject({
    'storefront-release': 'service_completed_successfully',
    'catalog-api': 'service_healthy',
    'shop-flags': 'service_healthy',
  });
  expect(waits('storefront-release')).toMatchObject({
    'storefront-setup-orders': 'service_completed_successfully',
    sessions: 'service_healthy',
  });
  expect(waits('storefront-release')).not.toHaveProperty('storefront-release');
  expect(waits('storefront-setup-orders')).toEqual({ orders: 'service_healthy' });
});

test('what it waits for is there', () => {
  const { read } = compose(services);
  for (const { depends_on = {} } of Object.values<Json>(read.services))
    for (const name of Object.keys(depends_on)) expect(Object.keys(read.services)).toContain(name);
});

test('schedules do not run by themselves', () => {
  const { read } = compose(['report']);
  expect(read.services['report-nightly'].profiles).toEqual(['schedules']);
});

test('no secret stands in the file, nor in one beside it', () => {
  const { text, files } = compose(services, { declared: odd });
  expect([text, ...Object.values(files)].join('\n')).not.toContain(secrets.password(''));
  expect(text).toContain('${STOREFRONT_DATABASE_PASSWORD}');
});

test('what only a person knows has a place in .env, and Compose asks for it', () => {
  const { read, missing } = compose(['catalog'], { declared: odd });
  expect(missing).toEqual(['CATALOG_STRIPE_KEY']);
  expect(read.services['catalog-api'].environment.STRIPE_KEY).toMatch(/^\$\{CATALOG_STRIPE_KEY:\?.+\}$/);
});

test('a dollar sign in a value is one in the container', () => {
  const { environment } = compose(['catalog'], { declared: odd }).read.services['catalog-api'];
  expect(environment).toMatchObject({ PRICE: 'a $$5 $$bill for $$(NOBODY)', EMPTY: '' });
});

test('each process has a port of its own on this machine, whichever services are chosen', () => {
  const storefront = compose(['storefront']);
  const catalog = compose(['catalog']);
  expect(storefront.addresses).toMatchObject(catalog.addresses);
  expect(new Set(Object.values(storefront.addresses)).size).toBe(Object.keys(storefront.addresses).length);
  expect(catalog.read.services['catalog-api'].ports).toEqual(['127.0.0.1:${CATALOG_API_PORT:-8080}:8080']);
});

test('an image is built of the folder that was named, and only then', () => {
  const { services: built } = compose(['storefront'], { folders: new Map([['storefront', '/src']]) }).read;
  // The image of a release that has the same name would run in its place.
  expect(built['storefront-web']).toMatchObject({ build: { context: '/src' }, pull_policy: 'build' });
  expect(built['storefront-web'].develop.watch).toEqual([{ action: 'rebuild', path: '/src' }]);
  expect(built['catalog-api'].build).toBeUndefined();
});

test('another environment has its own versions and parameters', () => {
  const { environment } = compose(['storefront'], { environment: 'prod' }).read.services['storefront-web'];
  expect(environment.ENVIRONMENT).toBe('prod');
});
