import { instanceMemoryGiB } from '../../constructs/database/instance-memory';
import { CATALOGUE } from '../../parameters/catalogue/catalogue';
import type { Environment } from '../../parameters/environment';
import { parametersSchema } from '../../parameters/parameters';
import { checkRegion } from '../../parameters/region-rules';
import { declared } from '../fixture/services/declared';
import { load, problems, valid } from './files';

const one = (section: 'databases' | 'caches', name: string, change: object) => {
  const things = valid()[section] as Record<string, object>;
  return { 'dev.json': valid({ [section]: { ...things, [name]: { ...things[name], ...change } } }) };
};

describe('what AWS does not have is refused with the nearest that it has:', () => {
  test.each([
    ['databases', 'orders', { version: '17.99' }, '"17.99", did you mean "17.10"?'],
    ['databases', 'products', { version: '8.4.11' }, '"8.4.11", did you mean "8.4.10"?'],
    [
      'databases',
      'orders',
      { instanceClass: 'db.t9z.small' },
      '"db.t9z.small", did you mean "db.t4g.small"?',
    ],
    [
      'caches',
      'sessions',
      { nodeType: 'cache.t9z.micro' },
      '"cache.t9z.micro", did you mean "cache.t4g.micro"?',
    ],
    ['caches', 'sessions', { version: '7.4' }, '"7.4", did you mean "7.2"?'],
    ['caches', 'pages', { version: '1.6.40' }, '"1.6.40", did you mean "1.6.22"?'],
  ] as const)('%s.%s %j', (section, name, change, got) => {
    const [problem, ...others] = problems(one(section, name, change));
    expect(problem).toContain(`${section}.${name}.${Object.keys(change)[0]}: ${got} → `);
    expect(others).toEqual([]);
  });

  test('a version of Valkey for a cache of Redis, unless the environment says that it goes there', () => {
    expect(problems(one('caches', 'sessions', { version: '8.2' }))).toEqual([
      'caches.sessions.version: "8.2", which redis does not have → 7.1, or this one with "engine": "valkey", from which there is no way back',
    ]);
    expect(load(one('caches', 'sessions', { engine: 'valkey', version: '8.2' }))).toMatchObject([
      { name: 'dev' },
    ]);
    expect(problems(one('caches', 'sessions', { engine: 'valkey', version: '7.1' }))).toEqual([
      'caches.sessions.version: "7.1", which valkey does not have → 7.2, 8.0, 8.1, 8.2, 9.0, 9.1',
    ]);
    expect(problems(one('caches', 'sessions', { engine: 'redis' }))[0]).toContain(
      'caches.sessions.engine: "redis"',
    );
  });

  test('a Kubernetes minor', () => {
    const [problem] = problems({ 'dev.json': valid({ cluster: { version: '1.99' } }) });
    expect(problem).toContain(
      'cluster.version: "1.99", did you mean "1.36"? → 1.34, 1.35, 1.36; a newer one',
    );
  });

  test('an add-on version that EKS never had', () => {
    const addons = { observability: 'v6.9.0-eksbuild.1' };
    const [problem] = problems({ 'dev.json': valid({ cluster: { version: '1.36', addons } }) });
    expect(problem).toContain(
      'cluster.addons.observability: "v6.9.0-eksbuild.1", did you mean "v6.6.0-eksbuild.1"? → ',
    );
  });

  test('an add-on version that EKS has for another Kubernetes minor', () => {
    const addons = { observability: 'v6.3.0-eksbuild.1' };
    expect(problems({ 'dev.json': valid({ cluster: { version: '1.36', addons } }) })).toEqual([
      'cluster.addons.observability: "v6.3.0-eksbuild.1", which EKS does not have for Kubernetes 1.36, did you mean "v6.4.0-eksbuild.1"? → v6.4.0-eksbuild.1, v6.5.0-eksbuild.1, v6.6.0-eksbuild.1; another one once parameters/catalogue/addons.json has it',
    ]);
    expect(load({ 'dev.json': valid({ cluster: { version: '1.35', addons } }) })).toHaveLength(1);
  });

  test('a size that another region has', () => {
    const [environment] = load(one('databases', 'orders', { instanceClass: 'db.x2g.large' }));
    const found = (region: string) => checkRegion(environment as Environment, declared, region);
    expect(found('us-east-1')).toEqual([]);
    expect(found('eu-central-2')).toMatchObject([
      { path: 'databases.orders.instanceClass', got: '"db.x2g.large", which eu-central-2 does not have' },
    ]);
  });
});

test('the add-ons that hold by default exist for every Kubernetes minor that a file may have', () => {
  const minors = Object.keys(CATALOGUE.kubernetes.versions).filter((minor) => minor >= '1.34');
  for (const version of minors) {
    expect(load({ 'dev.json': valid({ cluster: { version } }) })).toMatchObject([{ name: 'dev' }]);
  }
});

test('the memory of every instance class that a file may have is known', () => {
  const { shape } = parametersSchema(declared);
  const { instanceClass } = shape.databases.shape.orders!.shape;
  for (const size of instanceClass.values) expect(instanceMemoryGiB(size as string)).toBeGreaterThan(0);
});
