import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Registry } from '../../constructs/tooling/registry';
import { archivesOf } from '../../local/deploy/images';
import { waitForEntrance } from '../../local/emulated-aws/entrance';
import { waitForNode } from '../../local/emulated-aws/real-node';
import { archiveOf } from '../../local/images/archive';
import { ensureBuilt } from '../../local/machine/ensure-built';
import { ensureGo } from '../../local/machine/go';
import { nodePrograms } from '../../local/machine/kubernetes-build';
import { layout } from '../../local/machine/layout';
import { whySimulated } from '../../local/machine/real-node';
import { ensurePython } from '../../local/machine/tools';
import { userCache } from '../../programs/user-cache';
import type { Json } from '../helpers';
import { DeployedServices, run, SERVICES } from './deployed-services';
import { project, root } from './local-command';
import { makeImage } from './node-image';
import { type Counted, SteadyClient } from './requests/steady-client';
import { GROUP, SECRET, TwoServices } from './requests/two-services';

// In the order of the file, against one emulator: each test goes on from where the last one ended. Clients ask `front`
// through the entrance all the time, and `front` asks `back` for each answer.
jest.setTimeout(10 * 60_000);

const ACCOUNT = JSON.parse(readFileSync(join(root, 'environments/dev.json'), 'utf8')).account;

const why = whySimulated({ ...process.env, PLATFORM_NODE: 'real' });
// A machine that can't is told so by the name.
const suite = why ? describe.skip : describe;

/** Milliseconds for which requests may fail after a process has died. */
const LONGEST_FAILING = 10_000;
/** Requests of an event that meet a connection which is being closed. Seen: one in 47,000. */
const MOST_ON_CLOSED = 2;

interface Event extends Counted {
  readonly event: string;
  /** Milliseconds. */
  readonly took: number;
}

suite(`requests while something changes${why ? ` (not here: ${why})` : ''}`, () => {
  const dev = new DeployedServices('e2e-requests', 6710);
  const services = new TwoServices(dev.copy);
  const events: Event[] = [];
  let client: SteadyClient;

  beforeAll(async () => {
    process.env.PLATFORM_NODE = 'real';
    shareAllButImages(join(root, '.local', 'e2e-requests-cache'));
    await ensureBuilt(nodePrograms(layout().programs));
    const images = await makeImages();
    await dev.start();
    expect(await waitForNode(dev.local.record(), ACCOUNT, archivesOf(images))).toEqual([]);
    services.write();
    await putSecret('set');
    await dev.deploy(SERVICES);
    const { port } = await waitForEntrance(dev.local.record());
    client = new SteadyClient(port!, { host: `front.dev.${project.domain}` });
    await until('front answers', async () => Object.keys(client.take().answers).length > 0);
    await sleep(3000);
    expect(client.take().failures).toEqual({});
  }, 20 * 60_000);

  afterAll(async () => {
    await client?.stop();
    await dev.stop();
    console.log(table(events));
  });

  /** Counts what happens to requests from the beginning of an event until all that it began has ended. */
  async function during(event: string, happens: () => Promise<unknown>): Promise<Event> {
    client.take();
    const since = performance.now();
    await happens();
    await settled();
    const counted = { event, took: performance.now() - since, ...client.take() };
    events.push(counted);
    expect(counted.requests).toBeGreaterThan(100);
    return counted;
  }

  /** Whatever ends has ended, and for a while nothing more happens. */
  async function settled(): Promise<void> {
    await until('pods that end are gone', async () =>
      (await pods()).every(({ metadata }: Json) => !metadata.deletionTimestamp),
    );
    await sleep(3000);
  }

  const pods = async (): Promise<Json[]> => (await dev.get('pods', '-n', GROUP)).items;
  const replaced = async (name: string) => {
    await until(`${name} is replaced`, async () => {
      const { status } = await dev.get('deployment', '-n', GROUP, name);
      return status.availableReplicas === 2 && status.unavailableReplicas === undefined;
    });
  };

  test('of all pods and targets exactly those that are bound connect', async () => {
    const all = (await pods()).filter(({ status }) => status.phase === 'Running');
    const name = (pod: Json): string => pod.metadata.labels['app.kubernetes.io/name'];
    const connected: string[] = [];
    const connect = async (from: Json, to: Json) => {
      const url = `http://${to.status.podIP}:8080/live`;
      const get = ['exec', '-n', GROUP, from.metadata.name, '--', '/bin/app', 'get', url];
      const connects = await dev.kubectl(...get).then(
        () => true,
        () => false,
      );
      if (connects) connected.push(`${name(from)} to ${name(to)}`);
    };
    for (const from of all) {
      const others = all.filter((pod) => pod !== from);
      await Promise.all(others.map((to) => connect(from, to)));
    }
    expect(all.length).toBe(6);
    // Two pods of each.
    expect(connected).toEqual(Array(4).fill('front to back'));
  });

  test('a release that fails, and would change what it binds, port, health path and image', async () => {
    services.front = { version: '2.0.0', port: 9090, ready: '/healthz', bind: [] };
    services.write();
    const { failures, answers } = await during('a release that fails', async () => {
      const { code, output } = await dev.local.run(['dev', SERVICES]);
      const why = 'front_web-stable: Deployment exceeded its progress deadline';
      expect([code, output]).toEqual([1, expect.stringContaining(why)]);
      // For whoever looks at what went wrong.
      await sleep(10_000);
    });
    expect(failures).toEqual({});
    expect(Object.keys(answers)).toEqual(['answered by front 1.0.0, answered by back 1.0.0']);
  });

  test('the release after it, which works and binds no more what the pods of before still ask', async () => {
    services.front = { ...services.front, version: '2.0.1' };
    services.write();
    const { failures, answers } = await during('the next one, which unbinds and moves to another port', () =>
      dev.deploy(SERVICES),
    );
    expectNoneLost(failures);
    expect(Object.keys(answers)).toContain('answered by front 2.0.1');
    // Nothing of it is left.
    const { items } = await dev.get('networkpolicies', '-n', GROUP);
    expect(items.map(({ metadata }: Json) => metadata.name)).toEqual(['front-web--balancer', 'isolation']);
  });

  test('a new version of both services, which binds again', async () => {
    services.front = { version: '2.1.0' };
    services.back = { version: '1.1.0' };
    services.write();
    const { failures } = await during('a new version of both services', () => dev.deploy(SERVICES));
    expectNoneLost(failures);
  });

  test('a rotation of a secret', async () => {
    await putSecret('rotate');
    const before = await dev.names('front', 'web');
    const { failures } = await during('a rotation of a secret', () => dev.deploy(SERVICES));
    expectNoneLost(failures);
    expect((await dev.names('front', 'web')).filter((name) => before.includes(name))).toEqual([]);
  });

  test('more pods, and then fewer', async () => {
    const { failures } = await during('from 2 pods of each to 4, and back', async () => {
      for (const replicas of [4, 2]) {
        for (const name of ['front-web', 'back-web']) {
          await dev.kubectl('scale', 'deployment', '-n', GROUP, name, `--replicas=${replicas}`);
          await dev.kubectl('rollout', 'status', 'deployment', '-n', GROUP, name, '--timeout=90s');
        }
        await settled();
      }
    });
    expectNoneLost(failures);
  });

  test('a node that is drained: all pods are evicted, as the budget allows it', async () => {
    const before = await pods();
    const { failures } = await during('eviction of all pods', async () => {
      for (const { metadata } of before) await evict(metadata.name);
      for (const name of ['front-web', 'back-web', 'apart-web']) await replaced(name);
    });
    expectNoneLost(failures);
    const kept = (await pods()).map(({ metadata }) => metadata.name);
    expect(before.filter(({ metadata }) => kept.includes(metadata.name))).toEqual([]);
  });

  test('a pod that is deleted', async () => {
    const { failures } = await during('a pod of each deleted', async () => {
      for (const name of ['front', 'back']) {
        const [pod] = await dev.names(name, 'web');
        await dev.kubectl('delete', 'pod', '-n', GROUP, pod!);
      }
      for (const name of ['front-web', 'back-web']) await replaced(name);
    });
    expectNoneLost(failures);
  });

  test.each(['front', 'back'])('a process of %s that is killed, which nothing announces', async (name) => {
    const counted = await during(`a process of ${name} killed`, async () => {
      const [pod] = await dev.names(name, 'web');
      process.kill(processOf(pod!), 'SIGKILL');
      await sleep(1000);
      await replaced(`${name}-web`);
    });
    // What is under way in it, and what is sent there until its node has told the others. Nothing else.
    const isOfIt = (what: string) => /connection refused|connection reset|EOF/.test(what);
    expect(Object.keys(counted.failures).filter((what) => !isOfIt(what))).toEqual([]);
    expect(counted.failing).toBeLessThan(LONGEST_FAILING);
  });

  async function putSecret(command: 'set' | 'rotate'): Promise<void> {
    const args = ['run.js', 'cli/secret/secret.ts', command, 'dev', 'front', SECRET];
    const options = { cwd: dev.copy.directory, env: await dev.variables() };
    await piped(randomBytes(16).toString('hex'), process.execPath, args, options);
  }

  /** Asks until it is allowed, as whoever drains a node does. */
  async function evict(name: string): Promise<void> {
    const body = JSON.stringify({
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name, namespace: GROUP },
    });
    const path = `/api/v1/namespaces/${GROUP}/pods/${name}/eviction`;
    const args = ['--context', 'dev', 'create', '--raw', path, '-f', '-'];
    const options = { env: await dev.variables() };
    await until(`${name} may go`, () =>
      piped(body, 'kubectl', args, options).then(
        () => true,
        () => false,
      ),
    );
  }
});

/**
 * A caller may send on a connection at the very moment at which the process that ends closes it. Clients repeat a GET by
 * themselves, and no POST. Source: RFC 9110, 9.2.2; net/http of Go, Transport.
 */
function expectNoneLost(failures: Readonly<Record<string, number>>): void {
  const onClosed = Object.entries(failures).filter(([what]) => /Post .*(EOF|connection reset)/.test(what));
  expect(Object.keys(failures)).toEqual(onClosed.map(([what]) => what));
  expect(onClosed.reduce((sum, [, count]) => sum + count, 0)).toBeLessThanOrEqual(MOST_ON_CLOSED);
}

/** Runs a program that reads a text. Rejects when it fails. */
async function piped(
  text: string,
  program: string,
  args: readonly string[],
  options: { cwd?: string; env: NodeJS.ProcessEnv },
): Promise<void> {
  const running = run(program, args, options);
  running.child.stdin!.end(text);
  await running;
}

/** Images of this test are in no folder that others look at. */
function shareAllButImages(cache: string): void {
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(join(cache, 'images'), { recursive: true });
  for (const name of ['programs', 'servers']) {
    mkdirSync(join(userCache(), name), { recursive: true });
    symlinkSync(join(userCache(), name), join(cache, name));
  }
  process.env.PLATFORM_CACHE = cache;
}

/** @returns their names. */
async function makeImages(): Promise<string[]> {
  const { command } = await ensureGo(layout().go, await ensurePython());
  const values: Record<string, Record<string, string>> = {
    'front:1.0.0': {},
    'front:2.0.0': { ready: '/healthz', broken: 'it can not work' },
    'front:2.0.1': { ready: '/healthz' },
    'front:2.1.0': {},
    'back:1.0.0': {},
    'back:1.1.0': {},
    'apart:1.0.0': {},
  };
  const registry = new Registry(project);
  return Object.entries(values).map(([name, set]) => {
    const [service, version] = name.split(':') as [string, string];
    const image = registry.image(service, version);
    makeImage(command, image, archiveOf(image), { folder: 'requests', values: set });
    return image;
  });
}

/** The process of a pod's container, which is one of this machine. */
function processOf(pod: string): number {
  const found = readdirSync('/proc').find((pid) => {
    try {
      const isApp = readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('/bin/app');
      return isApp && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`HOSTNAME=${pod}\0`);
    } catch {
      return false;
    }
  });
  if (!found) throw new Error(`no process of ${pod}`);
  return Number(found);
}

function table(events: readonly Event[]): string {
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
  const rows = events.map(({ event, took, requests, failures, failing, longest }) => {
    const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
    const within = failed > 0 ? `${failed}, within ${seconds(failing)}` : '0';
    return `| ${event} | ${(took / 1000).toFixed(0)} s | ${requests} | ${within} | ${seconds(longest)} |`;
  });
  const reasons = events.flatMap(({ event, failures }) =>
    Object.entries(failures).map(([what, count]) => `${event}: ${count} times ${what}`),
  );
  return [
    '| event | took | requests | failures | longest wait |',
    '|---|---|---|---|---|',
    ...rows,
    ...reasons,
  ].join('\n');
}

async function until(what: string, isSo: () => Promise<boolean>, seconds = 120): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await isSo()); await sleep(300)) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
  }
}
