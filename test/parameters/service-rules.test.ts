import { ALLOWED_VERSION } from '../../parameters/version';
import { declared } from '../fixture/services/declared';
import { load, problems, valid } from './files';

const services = (changes: Record<string, unknown>) => ({
  'dev.json': valid({ services: { ...valid().services, ...changes } }),
});
const storefront = (parameters: Record<string, unknown>) => services({ storefront: parameters });

test('fails on a service that is declared and has no version here, and on one that is not declared', () => {
  const { report: _, ...others } = valid().services;
  expect(problems({ 'dev.json': valid({ services: others }) })).toEqual([
    'services.report: nothing → an object with version, versions, absent, commit, environment, flags, rotations, processes, jobs',
  ]);
  expect(problems(services({ shop: { version: '1.0.0' } }))).toEqual([
    'services.shop: an unknown key → storefront, catalog, report',
  ]);
  expect(problems(storefront({}))).toEqual([
    'services.storefront: neither version nor versions → one of them, as nothing says what runs; or absent, with the reason why nothing does',
  ]);
});

test.each(['latest', 'main', 'v1', '1.4'])(
  'fails on version %s, which could be another image tomorrow',
  (version) => {
    expect(problems(storefront({ version }))).toEqual([
      `services.storefront.version: "${version}" → ${ALLOWED_VERSION}`,
    ]);
  },
);

const two = (...weights: number[]) => weights.map((weight, index) => ({ version: `1.${index}.0`, weight }));

test('takes two versions at the same time, with their shares', () => {
  expect(load(storefront({ versions: two(90, 10) }))).toMatchObject([{ name: 'dev' }]);
});

test('fails on weights that do not add up to 100', () => {
  expect(problems(storefront({ versions: two(90, 20) }))).toEqual([
    'services.storefront.versions: weights that add up to 110 (90 + 20) → weights that add up to 100',
  ]);
});

test('fails on a share of nothing or of all, and on a number of versions that is no choice', () => {
  expect(problems(storefront({ versions: two(100, 0) }))).toEqual([
    'services.storefront.versions.0.weight: 100 → 1 to 99',
    'services.storefront.versions.1.weight: 0 → 1 to 99',
  ]);
  expect(problems(storefront({ versions: [{ version: '1.4.2', weight: 99 }] }))).toEqual([
    'services.storefront.versions: [{"version":"1.4.2","weight":99}] → two or three versions with weights that add up to 100',
  ]);
});

test('fails on one version twice, of which Kubernetes would keep one Deployment', () => {
  const versions = [
    { version: '1.4.2', weight: 50 },
    { version: '1.4.2', weight: 50 },
  ];
  expect(problems(storefront({ versions }))).toEqual([
    'services.storefront.versions.1.version: "1.4.2" once more → each version once',
  ]);
});

test('fails on a version beside versions, as it would be ignored', () => {
  expect(problems(storefront({ version: '1.0.0', commit: 'abcdef0', versions: two(90, 10) }))).toEqual([
    'services.storefront.version: version and versions → one of them',
    'services.storefront.commit: a commit beside versions → a commit in each of versions',
  ]);
});

test('fails on several versions of a service that nobody outside can call', () => {
  expect(problems(services({ report: { versions: two(90, 10) } }))).toEqual([
    'services.report.versions: 2 versions of a service without routes → version, or routes in services/report.ts: the weights share out the requests from outside',
  ]);
});

test('fails on a most that is below the least', () => {
  const processes = { web: { replicas: 4, maxReplicas: 3 }, worker: { replicas: 3, maxReplicas: 3 } };
  expect(problems(storefront({ version: '1.4.2', processes }))).toEqual([
    'services.storefront.processes.web.maxReplicas: 3 → at least replicas, 4',
  ]);
});

test('fails on a process, flag or rotation that is not declared, and names those that are', () => {
  const changes = { processes: { wep: {} }, flags: { fast: true }, rotations: { assets: 2 } };
  expect(problems(storefront({ version: '1.4.2', ...changes }))).toEqual([
    'services.storefront.flags.fast: an unknown key → quick-checkout',
    'services.storefront.rotations.assets: an unknown key → orders, sessions',
    'services.storefront.processes.wep: an unknown key, did you mean "web"? → web, worker',
  ]);
});

test.each(['page-size', 'Page', '1ST', ''])('fails on an environment variable named "%s"', (name) => {
  expect(problems(storefront({ version: '1.4.2', environment: { [name]: 'x' } }))).toEqual([
    `services.storefront.environment.${name}: the name "${name}" → capital letters, digits and underscores, a letter first`,
  ]);
});

test('fails on a value that is no text, as all variables are', () => {
  expect(problems(storefront({ version: '1.4.2', environment: { PAGE_SIZE: 24 } }))).toEqual([
    'services.storefront.environment.PAGE_SIZE: 24, did you mean "24"? → names of capital letters, digits and underscores, each with a text, in quotes',
  ]);
});

test.each([
  ['PORT', 'the platform'],
  ['AWS_SECRET_ACCESS_KEY', 'the platform'],
  ['DATABASE_URL', 'the binding "orders"'],
  ['CATALOG_URL', 'the binding "catalog"'],
  ['ASSETS_BUCKET', 'the binding "assets"'],
])('fails on %s in a parameter file, which would cut the service off from what it is given', (name, by) => {
  expect(problems(storefront({ version: '1.4.2', environment: { [name]: 'x' } }))).toEqual([
    `services.storefront.environment.${name}: ${name}, which ${by} sets → a name that nothing else sets`,
  ]);
});

test('says where each fault stands', () => {
  const files = storefront({ version: '1.4.2', environment: { PORT: '1' } });
  const lines = JSON.stringify(files['dev.json'], null, 2).split('\n');
  const line = lines.findIndex((text) => text.includes('"PORT"')) + 1;
  expect(load(files)).toMatchObject([{ file: expect.stringMatching(/dev\.json$/), at: { line } }]);
});

describe('a service that is absent', () => {
  const absent = "no customer's data in dev";

  test('needs a reason, and no version', () => {
    expect(load(services({ report: { absent } }))).toMatchObject([{ name: 'dev' }]);
    for (const nothing of ['', ' ', 7]) {
      expect(problems(services({ report: { absent: nothing } }))).toEqual([
        expect.stringMatching(/^services\.report\.absent: .* → a reason/),
      ]);
    }
    expect(problems(services({ report: { absent, version: '2.1.0', commit: '3f2a1bc' } }))).toEqual([
      'services.report.version: version, of a service that is absent → either of them: nothing of it runs',
      'services.report.commit: commit, of a service that is absent → either of them: nothing of it runs',
    ]);
  });

  test('fails where another one binds it', () => {
    expect(problems(services({ catalog: { absent } }))).toEqual([
      `services.catalog.absent: "${absent}", of a service that services/storefront.ts binds → a version, or "absent" for storefront as well`,
    ]);
    expect(load(services({ catalog: { absent }, storefront: { absent } }))).toMatchObject([{ name: 'dev' }]);
  });

  test('takes nothing of a quota', () => {
    const groups = { office: { pods: 1 } };
    expect(problems({ 'dev.json': valid({ groups }) })).toEqual([
      expect.stringContaining('groups.office.pods: 1'),
    ]);
    expect(
      load({ 'dev.json': valid({ groups, services: { ...valid().services, report: { absent } } }) }),
    ).toMatchObject([{ name: 'dev' }]);
  });
});

test('fails on the name that a service had, with the one that it has', () => {
  const { catalog, ...others } = declared.services;
  const storefront = { ...others.storefront, bind: ['orders', 'sessions', 'assets', 'goods', 'internet'] };
  const renamed = {
    ...declared,
    services: { ...others, storefront, goods: { ...catalog, renamedFrom: 'catalog' } },
  };
  expect(problems({ 'dev.json': valid() }, renamed)).toContain(
    'services.catalog: an unknown key: services/goods.ts is renamed from it → goods',
  );
});
