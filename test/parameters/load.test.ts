import fc from 'fast-check';
import { parameterFile } from './arbitrary';
import { load, other, problems, valid } from './files';

test('a file without optional keys gets the defaults', () => {
  const [environment] = load({ 'dev.json': valid() });
  expect(environment).toMatchObject({
    name: 'dev',
    parameters: { protected: true, network: { natGateways: 1 }, logs: { retentionDays: 30 } },
  });
});

test('fails on an unknown key, and names the known ones', () => {
  expect(problems({ 'dev.json': valid({ buckets: { assets: { noncurentDays: 3 } } }) })).toEqual([
    'buckets.assets.noncurentDays: an unknown key, did you mean "noncurrentDays"? → noncurrentDays',
  ]);
});

test('fails on a wrong type', () => {
  expect(problems({ 'dev.json': valid({ network: { cidr: '10.10.0.0/16', natGateways: '1' } }) })).toEqual([
    'network.natGateways: "1", did you mean 1? → 1 to 3, without quotes',
  ]);
});

test.each(['10.0.0.0/8', '10.0.0.0/21', '8.8.0.0/16', '10.0.0.0', 'x', ''])(
  'fails on a network of %s',
  (cidr) => {
    expect(problems({ 'dev.json': valid({ network: { cidr } }) })).toEqual([
      `network.cidr: "${cidr}" → a private IPv4 block of /16 to /20 such as 10.10.0.0/16`,
    ]);
  },
);

test('fails on a version or engine that is not supported', () => {
  const databases = { ...valid().databases, orders: { ...valid().databases.orders, version: '12.1' } };
  expect(problems({ 'dev.json': valid({ databases }) })).toEqual([
    'databases.orders.version: "12.1", did you mean "16.9"? → 16.9, 16.10, 16.11, 16.12, 16.13, 16.14, 17.5, 17.6, 17.7, 17.8, 17.9, 17.10, 18.1, 18.2, 18.3, 18.4; a newer one once parameters/catalogue/databases.json has it',
  ]);
  const withEngine = { ...valid().databases, orders: { ...valid().databases.orders, engine: 'oracle' } };
  expect(problems({ 'dev.json': valid({ databases: withEngine }) })).toEqual([
    'databases.orders.engine: an unknown key → version, instanceClass, storageGiB, maxStorageGiB, multiAz, backupRetentionDays, server',
  ]);
});

test('fails on a backing service without sizes, and on sizes without a backing service', () => {
  const { orders, products } = valid().databases;
  expect(problems({ 'dev.json': valid({ databases: { products } }) })).toEqual([
    'databases.orders: nothing → an object with version, instanceClass, storageGiB, maxStorageGiB, multiAz, backupRetentionDays, server',
  ]);
  expect(problems({ 'dev.json': valid({ databases: { orders, products, users: orders } }) })).toEqual([
    'databases.users: an unknown key → orders, products',
  ]);
});

test('fails on MySQL below 4 GiB, which could not be watched', () => {
  const products = { ...valid().databases.products, instanceClass: 'db.t4g.small' };
  expect(problems({ 'dev.json': valid({ databases: { ...valid().databases, products } }) })).toEqual([
    'databases.products.instanceClass: "db.t4g.small" → an RDS instance class of medium or more, such as db.t4g.medium, not metal',
  ]);
});

test('fails on a Kubernetes API that is open to the world', () => {
  expect(
    problems({ 'dev.json': valid({ cluster: { version: '1.35', publicAccess: ['0.0.0.0/0'] } }) }),
  ).toEqual([
    'cluster.publicAccess.0: "0.0.0.0/0" → IPv4 blocks of public addresses, at most a /8 (16777216 addresses) together, never the internet',
  ]);
});

test.each([[['203.0.113.0/24']], [['0.0.0.0/0']], [['10.200.0.0/16', '10.200.0.0/16']]])(
  'fails on %j as private networks that may reach the Kubernetes API',
  (privateAccess) => {
    const [fault, ...more] = problems({ 'dev.json': valid({ cluster: { version: '1.35', privateAccess } }) });
    expect([fault, more]).toEqual([
      expect.stringMatching(/^cluster\.privateAccess.* → private IPv4 blocks/),
      [],
    ]);
  },
);

test('fails on broken JSON, where it breaks', () => {
  expect(load({ 'dev.json': '{\n  "account": "1",,\n}' })).toMatchObject([
    { got: '"," (property name expected)', at: { line: 2, column: 18 } },
  ]);
});

test('fails on a directory without files, and on one that is not there', () => {
  expect(problems({})).toEqual([
    ': no parameter files → a directory with one JSON file for each environment',
  ]);
});

test('shows the faults of all files at once, each with its line', () => {
  const found = load({
    'dev.json': valid({ account: 'mine', protected: 'no' }),
    'qa.json': '{',
    'prod.json': other(),
  });
  expect(found).toMatchObject([
    { file: expect.stringMatching(/dev\.json$/), path: 'account', at: { line: 2 } },
    { file: expect.stringMatching(/dev\.json$/), path: 'protected' },
    { file: expect.stringMatching(/qa\.json$/), path: '' },
  ]);
});

test('takes any valid file', () => {
  fc.assert(
    fc.property(parameterFile(), (file) => {
      expect(load({ 'dev.json': file })).toMatchObject([{ name: 'dev' }]);
    }),
  );
});

type Path = string[];

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, below]) => leaves(below, [...path, key]));
}

function replace(value: unknown, [key, ...rest]: Path, by: (leaf: unknown) => unknown): unknown {
  if (key === undefined) return by(value);
  const object = value as Record<string, unknown>;
  return { ...object, [key]: replace(object[key], rest, by) };
}

const wrong = fc
  .constantFrom<unknown>(null, -1, 1e9, 'no such thing', {}, [[]], true)
  .chain((value) => fc.constant(value));

test('points at the place of any value that does not fit', () => {
  fc.assert(
    fc.property(parameterFile(), fc.nat(), wrong, (file, pick, value) => {
      const paths = leaves(file);
      const path = paths[pick % paths.length]!;
      fc.pre(!(typeof value === 'boolean' && typeof leafAt(file, path) === 'boolean'));
      fc.pre(!(typeof value === 'string' && path.includes('environment')));
      const found = load({ 'dev.json': replace(file, path, () => value) });
      expect(found).not.toHaveLength(0);
      for (const problem of found) {
        expect(problem).toMatchObject({
          path: expect.stringMatching(new RegExp(`^${path.join('\\.')}`)),
          got: expect.stringMatching(/./),
          allowed: expect.stringMatching(/./),
          at: { line: expect.any(Number) },
        });
      }
    }),
  );
});

test('points at any key that is unknown', () => {
  fc.assert(
    fc.property(parameterFile(), fc.nat(), (file, pick) => {
      const parents = leaves(file).map((path) => path.slice(0, -1));
      const path = parents[pick % parents.length]!;
      fc.pre(!path.includes('environment'));
      const spoilt = replace(file, path, (object) => ({ ...(object as object), surprise: 1 }));
      expect(load({ 'dev.json': spoilt })).toMatchObject([
        { path: [...path, 'surprise'].join('.'), got: 'an unknown key' },
      ]);
    }),
  );
});

test('survives any text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        parameterFile().map((file) => JSON.stringify(file).slice(0, -1)),
      ),
      (text) => {
        expect(problems({ 'dev.json': text }).length).toBeGreaterThan(0);
      },
    ),
  );
});

function leafAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], value);
}
