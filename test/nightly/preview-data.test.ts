import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { roleArn, toolingNames } from '../../constructs/core/role-names';
import { whySimulated } from '../../local/machine/real-node';
import { hasDebian } from '../../local/machine/servers/apt';
import { FakePrograms } from '../cli/fake-program';
import { LocalCommand, project, root } from '../e2e/local-command';
import { startCommand } from '../e2e/preview-command';
import { ProjectCopy } from '../e2e/project-copy';
import { Cluster } from '../e2e/shop/cluster';
import { Commands } from '../e2e/shop/commands';
import { Customer } from '../e2e/shop/customer';
import { RealServers } from '../e2e/shop/real-servers';
import type { Json } from '../helpers';

// A whole preview with data: real pods, real servers, the host's own jobs. In the order of the file.
jest.setTimeout(30 * 60_000);

const NAME = 'nightly-preview-data';
const REAL = { PLATFORM_NODE: 'real', PLATFORM_SERVERS: '' };
const why = whySimulated({ ...process.env, ...REAL }) ?? (hasDebian() ? undefined : 'servers need Debian');
const suite = why ? describe.skip : describe;
const ID = 'pr-42';
const EMAIL = 'Ada.Lovelace@mailbox.example';
const MOST_SECONDS = 180;

suite(`a preview with data${why ? ` (not here: ${why})` : ''}`, () => {
  const copy = new ProjectCopy(join(root, '.local', `${NAME}-copy`));
  const local = new LocalCommand(NAME, 6690, copy.directory);
  const forge = new FakePrograms();
  const order = randomUUID();
  let env: NodeJS.ProcessEnv;
  let cluster: Cluster;
  let host: RealServers;
  let preview: RealServers;
  let said = '';

  const command = async (...args: string[]) => {
    const { code, stdout, stderr } = await startCommand(copy, 'preview', args, env).ended;
    expect([code, stdout, stderr]).toEqual([0, stdout, stderr]);
    return stdout + stderr;
  };

  beforeAll(async () => {
    forge.add('gh', [{ to: 'pr view', says: 'OPEN\n' }]);
    await local.run(['stop']);
  });
  afterAll(async () => {
    await local.run(['down'], REAL);
    forge.remove();
  });

  test('a customer of the host leaves an address', async () => {
    const { code, output } = await local.run(['up', 'dev'], REAL);
    expect([code, output]).toEqual([0, output]);
    const variables = await local.variables();
    cluster = new Cluster(variables);
    host = new RealServers(local, cluster);
    preview = new RealServers(local, new Cluster(variables, `shop-${ID}`));
    const role = roleArn(project, project.toolingAccount, toolingNames(project).preview);
    const signedIn = await local.signIn(role, 'environment:preview');
    env = { ...variables, ...signedIn, PATH: `${forge.folder}:${variables.PATH}` };
    const customer = new Customer(/^Open it:\n {2}(http:\/\/shop\.dev\.localhost:\d+) /m.exec(output)![1]!);
    customer.get('/');
    customer.post('/cart', { product: 'mug', count: '1' });
    customer.post('/orders', { id: order, email: EMAIL });
    expect(await host.orders(`SELECT email FROM orders WHERE id = '${order}'`)).toEqual([{ email: EMAIL }]);
    await waitFor(() => preparedToLeave(host, order));
  });

  test('it is there in three minutes, with masked rows', async () => {
    const since = Date.now();
    said = await command('up', ID, '--owner', 'ada', '--seed');
    const seconds = Math.round((Date.now() - since) / 1000);
    console.log(`A preview with data took ${seconds} s`);
    expect(said).toContain('Database orders_pr_42 has rows of orders, masked');
    expect(said).toContain('Database products_pr_42 has rows of products, masked');
    expect(seconds).toBeLessThanOrEqual(MOST_SECONDS);
  });

  test('the address is nowhere in it, nor in what the jobs say; what is kept is there', async () => {
    const jobs: Json[] = cluster.get('jobs', '-n', 'setup').items;
    const seeds = jobs.map(({ metadata }) => metadata.name).filter((name: string) => /^seed-/.test(name));
    expect(seeds).toHaveLength(2);
    const logs = seeds.map((name: string) => cluster.kubectl('logs', '-n', 'setup', `job/${name}`));
    const dump = await preview.dumpOrders();
    expect(dump).toContain(order);
    for (const text of [
      dump,
      said,
      JSON.stringify(await preview.products('SELECT * FROM products')),
      ...logs,
    ])
      for (const part of [EMAIL, EMAIL.toLowerCase(), 'Lovelace', 'mailbox'])
        expect(text.includes(part)).toBe(false);
    const kept = `SELECT currency, total_cents, product FROM orders JOIN order_lines ON order_id = id WHERE id = '${order}'`;
    expect(await preview.orders(kept)).toEqual(await host.orders(kept));
    const [row] = await preview.orders(`SELECT email FROM orders WHERE id = '${order}'`);
    expect(row!.email).toMatch(/^[0-9a-f]{20}@example\.com$/);
    const products = 'SELECT * FROM products ORDER BY id';
    expect(await preview.products(products)).toEqual(await host.products(products));
  });

  test('the commands for every day know it by its id', async () => {
    const people = new Commands(copy.directory, await local.variables());
    const [storefront] = JSON.parse(await people.must('ps', ID, 'storefront', '--json'));
    expect(storefront.processes).toContainEqual(
      expect.objectContaining({ process: 'web', ready: 1, wanted: 1 }),
    );
    const address = (await people.must('open', ID, 'storefront')).trim();
    expect(address).toMatch(new RegExp(`^http://shop-${ID}\\.dev\\.localhost:\\d+$`));
    expect(new Customer(address).get('/')).toContain('<h1>Shop</h1>');
    expect(await people.must('logs', ID, 'storefront', '--since', '1h')).toMatch(/ storefront-web-\S+ 30 /);
    // As the role that makes previews, and nothing more.
    const maker = new Commands(copy.directory, { ...env, KUBECONFIG: join(local.folder, 'no-kubeconfig') });
    const { code, stdout } = await maker.run('shell', [ID, 'storefront'], 'echo "$DATABASE_NAME"; exit 7\n');
    expect([code, stdout]).toEqual([7, 'orders_pr_42\n']);
  });

  test('it goes with its users and databases, and no call was denied but of pods that end with it', async () => {
    expect(await local.denials()).toEqual([]);
    await command('down', ID);
    const users = "SELECT rolname FROM pg_roles WHERE rolname LIKE '%pr_42%'";
    expect(await host.orders(users)).toEqual([]);
    const denied = await local.denials();
    expect(denied.filter((call) => !call.includes(`:assumed-role/preview-${ID}-service-`))).toEqual([]);
  });
});

/** Whether the worker has done with an order, so that both sides have it in the same state. */
async function preparedToLeave(host: RealServers, order: string): Promise<boolean> {
  const [row] = await host.orders(`SELECT state FROM orders WHERE id = '${order}'`);
  return row!.state !== 'placed';
}

async function waitFor(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(500);
}
