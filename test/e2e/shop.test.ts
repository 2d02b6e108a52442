import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { whySimulated } from '../../local/machine/real-node';
import { hasDebian } from '../../local/machine/servers/apt';
import { capture } from '../../programs/capture';
import { declared } from '../../services/declared';
import type { Json } from '../helpers';
import { leftOfNode } from './left-of-node';
import { LocalCommand, root } from './local-command';
import { ProjectCopy } from './project-copy';
import { Cluster } from './shop/cluster';
import { Commands } from './shop/commands';
import { Customer } from './shop/customer';
import { MailQueue } from './shop/mail-queue';
import { RealServers } from './shop/real-servers';

// The whole of it, as a new user has it: real pods, real servers, real requests. In the order of the file.
jest.setTimeout(15 * 60_000);

const NAME = 'e2e-shop';
const REAL = { PLATFORM_NODE: 'real', PLATFORM_SERVERS: '' };
const why = whySimulated({ ...process.env, ...REAL }) ?? (hasDebian() ? undefined : 'servers need Debian');
const suite = why ? describe.skip : describe;

suite(`the shop${why ? ` (not here: ${why})` : ''}`, () => {
  const copy = new ProjectCopy(join(root, '.local', `${NAME}-copy`));
  const local = new LocalCommand(NAME, 6620, copy.directory);
  let before: readonly string[];
  let cluster: Cluster;
  let servers: RealServers;
  let shop: string;
  let commands: Commands;
  let mails: MailQueue;

  beforeAll(async () => {
    await local.run(['stop']);
    copy.parameters('dev', (parameters) => {
      // Long enough to be killed at it.
      parameters.services.storefront.environment.MAIL_SECONDS = '4';
    });
    before = await ofTheMachine();
  });
  afterAll(async () => {
    await local.run(['stop']);
  });

  test('the first command ends with the address of a shop that answers', async () => {
    const { code, output } = await local.run(['up', 'dev'], REAL);
    expect(output).not.toContain('simulated');
    expect(code).toBe(0);
    shop = /^Open it:\n {2}(http:\/\/shop\.dev\.localhost:\d+) /m.exec(output)![1]!;
    const variables = await local.variables();
    cluster = new Cluster(variables);
    mails = new MailQueue(variables, cluster);
    servers = new RealServers(local, cluster);
    commands = new Commands(copy.directory, variables);
    expect(new Customer(shop).get('/')).toContain('<h1>Shop</h1>');
    const pods: Json[] = cluster.get('pods', '--all-namespaces').items;
    const states = pods.map(({ spec, status }) => `${spec.nodeName} ${status.phase}`);
    expect([...new Set(states)].sort()).toEqual(['this-machine Running', 'this-machine Succeeded']);
  });

  test('its products come out of MySQL, by way of Memcached', async () => {
    const customer = new Customer(shop);
    const { products } = JSON.parse(customer.get('/products'));
    expect(products.map(({ id }: Json) => ({ id })).sort(byId)).toEqual(
      await servers.products('SELECT id FROM products ORDER BY id'),
    );
    const hits = await servers.hits();
    customer.get('/products');
    expect(await servers.hits()).toBeGreaterThan(hits);
  });

  test('a cart is in Valkey, the order of it in PostgreSQL, and its receipt in the bucket', async () => {
    const customer = new Customer(shop);
    customer.get('/');
    customer.post('/cart', { product: 'mug', count: '1' });
    customer.post('/cart', { product: 'mug', count: '1' });
    expect(await servers.cart(customer.cart)).toEqual({ mug: '2' });
    const id = randomUUID();
    customer.post('/orders', { id });
    expect(await servers.cart(customer.cart)).toEqual({});
    const order = `SELECT product, count FROM order_lines WHERE order_id = '${id}'`;
    expect(await servers.orders(order)).toEqual([{ product: 'mug', count: 2 }]);
    await until('the worker has packed it', async () => {
      const [row] = await servers.orders(`SELECT state FROM orders WHERE id = '${id}'`);
      return row!.state === 'packed';
    });
    expect(customer.get(`/orders/${id}/receipt`)).toContain('Mug');
    await until('the mailer has mailed it', async () => mails.mailed().includes(id), 120);
  });

  const many = Array.from({ length: 30 }, (_, number) => `order-${number}`);

  test('messages bring workers as many as there may be, and one that is killed loses none', async () => {
    mails.writeReceipts(many);
    mails.send([...many, 'nobody']);
    await until('there are three', async () => mails.workers().ready === 3, 180);
    mails.killOne();
    await until(
      'all are mailed',
      async () => {
        const mailed = new Set(mails.mailed());
        return many.every((order) => mailed.has(order));
      },
      240,
    );
  });

  test('every line of every service is a JSON object', () => {
    for (const deployment of ['catalog-api', 'storefront-web', 'storefront-worker']) {
      const lines = cluster.kubectl('logs', '-n', 'shop', `deployment/${deployment}`).trim().split('\n');
      expect(lines.map((line) => JSON.parse(line)).map(({ msg }) => msg)).toContain('starting');
    }
  });

  test('a process is alone in its container, is nobody, and writes to /tmp and nowhere else', () => {
    const exec = (command: string) => () =>
      cluster.kubectl('exec', '-n', 'shop', 'deployment/storefront-web', '--', 'sh', '-c', command);
    expect(exec('id -u')().trim()).toBe('10001');
    expect(exec('cat /proc/1/cmdline')()).toContain('bin/web');
    // The shell and what it runs are the others.
    expect(exec('ls /proc; true')().match(/^\d+$/gm)).toHaveLength(3);
    exec('echo kept > /tmp/file')();
    for (const place of ['/app', '/etc', '/var/log', '/home'])
      expect(exec(`echo lost > ${place}/file`)).toThrow(/Read-only file system/);
  });

  test('a process listens at the port that it is given, and finds another service by the URL that it is given', () => {
    const exec = (code: string) =>
      cluster.kubectl('exec', '-n', 'shop', 'deployment/storefront-web', '--', 'node', '--eval', code);
    const ask = (url: string) =>
      `fetch(${url}).then((answer) => answer.text()).then((text) => console.log(text))`;
    expect(exec(ask('`http://127.0.0.1:${process.env.PORT}/`'))).toContain('<h1>Shop</h1>');
    expect(JSON.parse(exec(ask('`${process.env.CATALOG_URL}/products`'))).products.length).toBeGreaterThan(5);
  });

  test('the job of a schedule does its work, and ends', () => {
    cluster.kubectl('create', 'job', '-n', 'office', '--from=cronjob/report-nightly', 'now');
    cluster.kubectl('wait', '-n', 'office', '--for=condition=Complete', '--timeout=60s', 'job/now');
    const logs = cluster.kubectl('logs', '-n', 'office', 'job/now').trim().split('\n');
    expect(logs.map((line) => JSON.parse(line).level)).not.toContain('error');
    const bucket = cluster.variable('storefront-web', 'ASSETS_BUCKET');
    expect(local.shell(`aws --profile dev s3 ls s3://${bucket}/reports/`)).toMatch(/ sales-[\d-]+\.csv$/m);
  });

  test('ps shows what runs of a service, and open where it answers', async () => {
    const [running] = JSON.parse(await commands.must('ps', 'dev', 'storefront', '--json'));
    // The number of its mailers follows their queue.
    expect(running.processes.filter(({ process }: Json) => process !== 'mailer')).toMatchObject([
      { process: 'web', ready: 2, wanted: 2, restarts: 0 },
      { process: 'worker', ready: 1, wanted: 1, restarts: 0 },
    ]);
    expect(running.jobs).toMatchObject([{ of: 'release', state: 'succeeded' }]);
    expect(await commands.must('ps', 'dev')).toMatch(/^now +nightly .* succeeded /m);
    expect(await commands.must('open', 'dev', 'storefront')).toBe(`${shop}\n`);
    const [catalog] = JSON.parse(await commands.must('open', 'dev', 'catalog', '--json'));
    expect(JSON.parse(new Customer(catalog).get('')).products.length).toBeGreaterThan(5);
  });

  test('a shell is a job with a terminal that has what the service is bound to, and is on record', async () => {
    const piped = await commands.run(
      'shell',
      ['dev', 'storefront'],
      'id -u; echo "at $DATABASE_HOST"; exit 7\n',
    );
    expect([piped.code, piped.stdout]).toEqual([7, expect.stringMatching(/^10001\nat \S*orders\S*\n$/)]);
    const typed = await commands.atTerminal(
      'shell',
      ['dev', 'storefront'],
      [
        ['Enter where no prompt comes', '\n'],
        ['$ ', 'tty; echo is-$((40 + 2))\n'],
        ['is-42', 'exit 3\n'],
      ],
    );
    expect([typed.code, typed.stdout]).toEqual([3, expect.stringContaining('/dev/pts/')]);
    const [{ jobs }] = JSON.parse(await commands.must('ps', 'dev', 'storefront', '--json'));
    const shells = jobs.filter(({ of }: Json) => of === 'admin');
    expect(shells).toMatchObject([{ by: expect.stringContaining('@') }, { state: 'failed' }]);
    // Whoever closes the terminal ends it.
    await commands.hangUp('shell', ['dev', 'storefront'], 'Enter where no prompt comes');
    await until('the job of a closed terminal has ended', async () => {
      const [{ jobs: all }] = JSON.parse(await commands.must('ps', 'dev', 'storefront', '--json'));
      return all.filter(({ of, state }: Json) => of === 'admin' && state === 'running').length === 0;
    });
    // An image of a single program.
    const none = await commands.run('shell', ['dev', 'catalog'], '');
    expect([none.code, none.stderr]).toEqual([
      128,
      expect.stringContaining('did not start: "sh": executable file not found'),
    ]);
  });

  test('logs has the lines of pods that have ended, by the form of their service, in CloudWatch', async () => {
    const [pod] = cluster.get('pods', '-n', 'shop', '-l', 'app.kubernetes.io/component=worker')
      .items as Json[];
    const { name } = pod.metadata;
    cluster.kubectl('delete', 'pod', '-n', 'shop', name);
    let lines = '';
    await until('the last line of the pod that has ended is there', async () => {
      lines = await commands.must('logs', 'dev', 'storefront', '--process', 'worker', '--since', '1h');
      return lines.includes(`${name} 30 stopped`);
    });
    expect(lines).toMatch(new RegExp(`^\\d{4}-\\d\\d-\\d\\d [\\d:.]+ ${name} 30 starting$`, 'm'));
    const events = (await commands.must('logs', 'dev', 'report', '--json', '--since', '1h'))
      .trim()
      .split('\n');
    const ofJob = events.map((event) => JSON.parse(event));
    expect(ofJob[0]).toMatchObject({
      log_processed: expect.anything(),
      kubernetes: { namespace_name: 'office' },
    });
    expect(
      (await commands.run('logs', ['dev', 'storefront', '--process', 'web', '--errors', '--since', '1h']))
        .stdout,
    ).toBe('');
    // What a shell has shown is there as well.
    expect(await commands.must('logs', 'dev', 'storefront', '--process', 'admin', '--since', '1h')).toContain(
      ' is-42',
    );
  });

  test('of all pairs of a service and what is there, those that are bound connect, and no others', async () => {
    keepReportRunning(cluster);
    cluster.kubectl('wait', '-n', 'office', '--for=condition=Ready', 'pod', '-l', 'job-name=waits');
    const pods: Json[] = cluster.get('pods', '--all-namespaces').items;
    const targets = [
      ...(await servers.list()).map(({ name, address, port }) => ({
        // That of what is declared: one may have several servers.
        name: /(?:^|\.)dev-([a-z]+)/.exec(name)![1]!,
        host: name,
        address,
        port,
      })),
      ...(cluster.get('services', '-n', 'shop').items as Json[]).map(({ metadata, spec }) => ({
        name: metadata.name.replace(/-[^-]+$/, '') as string,
        host: metadata.name as string,
        address: spec.clusterIP as string,
        port: spec.ports[0].port as number,
      })),
    ];
    const pairs = Object.entries(declared.services).flatMap(([service, { bind = [], flags = {} }]) => {
      const hasFlags = Object.keys(flags).length > 0;
      const pod = pods.find(
        ({ metadata, status }) => metadata.labels.service === service && status.phase === 'Running',
      )!;
      return targets.map(({ name, host, address, port }) => ({
        pair: `${service} to ${host}:${port}`,
        isBound: (bind as readonly string[]).includes(name) || (name === 'flags' && hasFlags),
        connects: cluster.reaches(pod, address, port),
      }));
    });
    // Each service, to each host name of a server and to each Service.
    expect(new Set(pairs.map(({ pair }) => pair)).size).toBe(3 * (7 + 3));
    const bound = pairs.filter(({ isBound }) => isBound).map(({ pair }) => pair);
    expect(pairs.filter(({ connects }) => connects).map(({ pair }) => pair)).toEqual(bound);
  });

  test('a message that no worker can do is set aside with an alarm, and without messages there is no worker', async () => {
    const poison = JSON.stringify({ order: 'nobody' });
    await until('it is set aside', async () => mails.dead().includes(poison), 240);
    expect(mails.dead()).toEqual([poison]);
    await until('the alarm goes off', async () => mails.alarm('dev-queue-mails-dead') === 'ALARM', 150);
    await until('the workers are gone', async () => mails.workers().wanted === 0, 240);
  });

  test('a line of code that is changed is seen after one command, which says how long that took', async () => {
    copy.source('examples/storefront/src/web/pages.ts', '<h1>Shop</h1>', '<h1>The new shop</h1>');
    const { code, output } = await local.run(['images', 'storefront'], REAL);
    expect(output).toMatch(/^shop\/.*storefront-web, .*: new pods serve after [\d.]+ s\. http/m);
    expect(code).toBe(0);
    const customer = new Customer(shop);
    for (let asked = 0; asked < 10; asked++) expect(customer.get('/')).toContain('<h1>The new shop</h1>');
  });

  test('a second run changes nothing', async () => {
    const { code, output } = await local.run(['up', 'dev'], REAL);
    expect(output).toMatch(/^dev: no changes/m);
    expect(output).toMatch(/^dev-services: no changes/m);
    expect(output).not.toMatch(/simulated|restarted|made by/);
    expect(code).toBe(0);
  });

  test('down leaves nothing on the machine', async () => {
    expect(leftOfNode(local.folder)).not.toEqual([]);
    const { code } = await local.run(['down'], REAL);
    expect(code).toBe(0);
    await until('all is gone', async () => leftOfNode(local.folder).length === 0);
    // Something else may have put away what it had left.
    expect((await ofTheMachine()).filter((each) => !before.includes(each))).toEqual([]);
  });
});

/** Its schedules end before anybody could ask from them: a job of the same pod, which waits. */
function keepReportRunning(cluster: Cluster): void {
  const { spec } = cluster.get('cronjob', '-n', 'office', 'report-nightly').spec.jobTemplate;
  spec.template.spec.containers[0].command = ['python3', '-c', 'import time; time.sleep(600)'];
  cluster.apply({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { namespace: 'office', name: 'waits' },
    spec,
  });
}

/** What a node could leave, wherever it was: mounts, interfaces, rules and sets of the firewall, files in the usual places. */
async function ofTheMachine(): Promise<string[]> {
  const { stdout: rules } = await capture('iptables-save', []);
  const { stdout: sets } = await capture('ipset', ['list', '-name']);
  const mounts = readFileSync('/proc/self/mounts', 'utf8');
  const lines = [rules, sets, mounts].flatMap((text) => text.split('\n'));
  const files = ['/run', '/var/lib', '/var/log', '/etc', '/opt'].flatMap((folder) =>
    readdirSync(folder).map((name) => join(folder, name)),
  );
  // Others have theirs, and come and go meanwhile.
  return [...lines, ...files, ...readdirSync('/sys/class/net')].filter((name) => /cni|kube|veth/i.test(name));
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

async function until(what: string, isSo: () => Promise<boolean>, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await isSo()); await pause(500))
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
}
