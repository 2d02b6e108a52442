import { backing, faults, faultsOf, process, service } from '../valid';

test.each(['Shop', 'my_shop', 'a--b', '1st', 'a-very-long-name-of-21'])(
  'fails on a service named "%s"',
  (name) => {
    expect(faults({ services: { [name]: service() } })).toEqual([
      `services/services.ts ${name}: a service named "${name}" → lower-case letters, digits and single dashes, a letter first, at most 20 characters`,
    ]);
  },
);

test('fails on a service with the name of a backing service, as nobody could tell which is bound', () => {
  expect(faults({ services: { assets: service() } })).toEqual([
    'services/services.ts assets: a service named "assets", as is one of the buckets in services/backing.ts → a name of its own, as both can be bound',
  ]);
});

test.each(['internet', 'default', 'flags'])(
  'fails on a service named %s, which means something else',
  (name) => {
    expect(faults({ services: { [name]: service() } })).toEqual([
      `services/services.ts ${name}: a service named "${name}" → not default, flags, internet`,
    ]);
  },
);

test('fails on backing services of one name', () => {
  const twice = { ...backing, caches: { orders: { engine: 'redis' } }, buckets: { internet: {} } } as const;
  expect(faults({ backing: twice })).toEqual([
    'services/backing.ts caches.orders: the name "orders", which is also in databases → a name of its own',
    'services/backing.ts buckets.internet: the name "internet", which stands for addresses outside of the VPC → a name of its own',
  ]);
});

test.each(['default', 'setup', 'kube-system', 'amazon-cloudwatch', 'aws-secrets-manager'])(
  "fails on the group %s, whose namespace is the cluster's",
  (group) => {
    expect(faultsOf({ group })).toEqual([
      `group: "${group}" → not default, setup, amazon-..., aws-..., kube-..., namespaces of the cluster`,
    ]);
  },
);

test('fails on a process or schedule named like a job of the platform, as policies would match both', () => {
  const schedule = { cron: '@daily', command: ['tidy'] };
  expect(faultsOf({ processes: { release: process }, schedules: { admin: schedule } })).toEqual([
    'processes.release: the name "release" → not release, admin, setup, jobs of every service',
    'schedules.admin: the name "admin" → not release, admin, setup, jobs of every service',
  ]);
});

test('fails on a schedule named like a process, as a route would lead to its pods', () => {
  expect(faultsOf({ schedules: { web: { cron: '@daily', command: ['tidy'] } } })).toEqual([
    'schedules.web: the name "web", which a process has → a name of its own',
  ]);
});

test('fails on names that join to the same, of which the second Deployment could not be made', () => {
  const services = {
    shop: service({ processes: { 'eu-web': process } }),
    'shop-eu': service({ processes: { web: process } }),
  };
  expect(faults({ services })).toEqual([
    'services/shop-eu.ts processes.web: names that make a Deployment or CronJob "shop-eu-web", as do those of services/shop.ts → another name for either',
  ]);
});

test('fails on groups and services that join to the same, of which the second role could not be made', () => {
  expect(faults({ services: { 'eu-web': service(), web: service({ group: 'shop-eu' }) } })).toEqual([
    'services/web.ts group: names that make a role "shop-eu-web", as do those of services/eu-web.ts → another name for either',
  ]);
});

test('fails on a schedule whose name is that of the admin job of another service', () => {
  const schedules = { 'eu-admin': { cron: '@daily', command: ['tidy'] } };
  expect(faults({ services: { shop: service({ schedules }), 'shop-eu': service() } })).toEqual([
    'services/shop-eu.ts : names that make a Deployment or CronJob "shop-eu-admin", as do those of services/shop.ts → another name for either',
  ]);
});

test('fails on bindings whose secrets would have one name', () => {
  const databases = {
    orders: { engine: 'postgres' },
    'eu-orders': { engine: 'postgres', port: 5433 },
  } as const;
  const services = { shop: service({ bind: ['eu-orders'] }), 'shop-eu': service({ bind: ['orders'] }) };
  expect(faults({ backing: { ...backing, databases }, services })).toEqual([
    'services/shop-eu.ts bind.0: names that make a secret "shop-eu-orders", as do those of services/shop.ts → another name for either',
  ]);
});

test.each(['scratch', 'authorities'])(
  'fails on a database named %s, as its secret is a volume of that name',
  (name) => {
    const databases = { [name]: { engine: 'postgres' } } as const;
    expect(faults({ backing: { databases } })).toEqual([
      `services/backing.ts databases.${name}: the name "${name}", which every pod has a volume by → a name of its own`,
    ]);
  },
);
