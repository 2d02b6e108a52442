import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DeployedServices, run, SERVICES } from '../e2e/deployed-services';
import { root } from '../e2e/local-command';
import type { Json } from '../helpers';

// In the order of the file, against one emulator: each test goes on from where the last one ended.
jest.setTimeout(20 * 60_000);

const dev = new DeployedServices('e2e-changed-services', 8050);

beforeAll(() => dev.start());
afterAll(() => dev.stop());

describe('a service that is renamed', () => {
  const FILES = readdirSync(join(root, 'environments')).filter((file) => /^(dev|qa|prod)\.json$/.test(file));

  beforeAll(async () => {
    // Whoever binds it gets another variable by the renaming.
    dev.copy.source('services/storefront.ts', "'catalog', ", '');
    await dev.deploy(SERVICES);
  });

  test('is where it was: the plan is empty, with its pods, secrets and database users', async () => {
    const before = await dev.names('catalog', 'api');
    const folder = join(dev.copy.directory, 'services');
    renameSync(join(folder, 'catalog.ts'), join(folder, 'goods.ts'));
    dev.copy.source(
      'services/goods.ts',
      'catalog: Service = {',
      "goods: Service = {\n  renamedFrom: 'catalog',",
    );
    dev.copy.source('services/services.ts', "{ catalog } from './catalog'", "{ goods } from './goods'");
    dev.copy.source('services/services.ts', 'catalog', 'goods');
    for (const file of FILES) {
      dev.copy.parameters(file.replace('.json', ''), ({ services }) => {
        services.goods = services.catalog;
        delete services.catalog;
      });
    }
    expect(await dev.deploy(SERVICES)).toContain('dev-services: no changes');
    expect(await dev.names('catalog', 'api')).toEqual(before);
  });

  test('is found by its callers under both names, and is not touched by that', async () => {
    const before = await dev.names('catalog', 'api');
    dev.copy.source('services/storefront.ts', "'sessions', ", "'sessions', 'goods', ");
    // In the same deploy: each takes minutes.
    dev.copy.source(
      'services/storefront.ts',
      '  bind: [',
      "  egress: [{ host: 'smtp.partner.example', port: 587 }],\n  bind: [",
    );
    dev.copy.parameters('dev', ({ services }) => {
      services.report = { absent: "no customer's data in dev" };
    });
    await dev.deploy(SERVICES);
    const { GOODS_URL, CATALOG_URL } = await dev.environment('storefront', 'web');
    expect([GOODS_URL, CATALOG_URL]).toEqual(Array(2).fill('http://catalog-api.shop.svc.cluster.local'));
    expect(await dev.names('catalog', 'api')).toEqual(before);
  });

  test('a one-off command of it takes the name that it has in files, not the one that it keeps', async () => {
    const command = ['--import', 'tsx', 'cli/admin/admin.ts', 'dev', 'goods', '--', 'bin/console', 'count'];
    const options = { cwd: dev.copy.directory, env: await dev.variables() };
    const { stdout } = await run(process.execPath, command, options);
    // What every container on this machine says.
    expect(stdout).toContain('A simulated container ran.');
    const { items } = await dev.get('jobs', '-n', 'shop', '-l', 'app.kubernetes.io/component=admin');
    expect(items[0].spec.template.spec.containers[0].command).toEqual(['bin/console', 'count']);
  });
});

test('a host outside is opened at its port', async () => {
  const { items } = await dev.get('applicationnetworkpolicies', '-n', 'shop');
  expect(items.map(({ metadata }: Json) => metadata.name)).toEqual([
    'storefront--out-smtp-partner-example-587',
  ]);
  expect(items[0].spec.egress[1]).toEqual({
    to: [{ domainNames: ['smtp.partner.example'] }],
    ports: [{ port: 587, protocol: 'TCP' }],
  });
});

test('a service that is absent is gone, and its group with it, but for what it bound', async () => {
  const namespaces = (await dev.get('namespaces')).items.map(({ metadata }: Json) => metadata.name);
  expect(namespaces).toContain('shop');
  expect(namespaces).not.toContain('office');
  const role = dev.aws('iam', 'get-role', '--role-name', 'dev-service-office-report');
  await expect(role).rejects.toMatchObject({ stderr: expect.stringContaining('NoSuchEntity') });
  const { DBInstances } = await dev.aws('rds', 'describe-db-instances');
  expect(DBInstances.length).toBeGreaterThan(1);
  const command = ['--import', 'tsx', 'cli/admin/admin.ts', 'dev', 'report', '--', 'bin/report'];
  const options = { cwd: dev.copy.directory, env: await dev.variables() };
  await expect(run(process.execPath, command, options)).rejects.toMatchObject({
    stderr: expect.stringContaining("report does not run in dev: no customer's data in dev"),
  });
});
