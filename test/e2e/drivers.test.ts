import { Authority, SERVER_NAME } from './database/authority';
import { ENGINES } from './database/engine';
import { startMemcached } from './database/memcached-server';
import { startRedis } from './database/redis-server';
import { setUp } from './database/script';
import { HOST } from './database/server';
import { type WithoutTls, withoutTls } from './database/without-tls';
import { DRIVERS, type Driver } from './drivers/driver';
import { hasJava, prepare } from './drivers/programs';
import { type Running, start } from './drivers/run';
import { given } from './drivers/variables';

// What a service is told of its databases and caches, taken by the drivers themselves on real servers.

jest.setTimeout(300_000);

const runs = ({ language }: Driver) => language !== 'java' || hasJava;
if (!hasJava) console.warn('Skipped: the drivers of JDBC, as this machine has no javac or no mvn');

type Name = Driver['server'];
const NAMES: readonly Name[] = ['PostgreSQL', 'MySQL', 'Redis', 'Memcached'];
/** Letters and digits, as they are generated. */
const password = (rotation: number) => `${rotation}secret0123456789abcdefghijklmnopqr`.slice(0, 32);
const MASTER = 'master-password';

let ports: Record<Name, number>;
let bundle: string;
const other = new Authority();
const stop: (() => unknown)[] = [() => other.remove()];
const between = {} as Record<Name, WithoutTls>;
/** Started before the rotation. */
const before = new Map<Driver, Promise<Running & { first: string }>>();

const told = (server: Name, rotation: number) =>
  given(server, { ports, bundle, password: password(rotation), rotation });
const environmentOf = ({ server }: Driver, rotation = 1) => told(server, rotation).environment;
const replaced = (driver: Driver, from: string, to: string) =>
  Object.fromEntries(
    Object.entries(environmentOf(driver)).map(([name, value]) => [name, value.replaceAll(from, to)]),
  );

beforeAll(async () => {
  await prepare();
  const authority = new Authority();
  stop.push(() => authority.remove());
  const databases = ENGINES.map(async (engine) => {
    const server = await engine.start(engine.name, MASTER, authority);
    stop.push(() => server.stop());
    return { engine, server, masterPassword: MASTER };
  });
  const [redis, memcached, ...targets] = await Promise.all([
    startRedis(authority),
    startMemcached(authority),
    ...databases,
  ]);
  stop.push(
    () => redis.stop(),
    () => memcached.stop(),
  );
  bundle = authority.bundle;
  const [postgres, mysql] = targets;
  ports = {
    PostgreSQL: postgres!.server.port,
    MySQL: mysql!.server.port,
    Redis: redis.port,
    Memcached: memcached.port,
  };
  const plain = { ...ports, Redis: redis.plainPort, Memcached: memcached.plainPort };
  for (const name of NAMES) {
    between[name] = await withoutTls(name, plain[name]);
    stop.push(() => between[name].stop());
  }
  const makeUsers = async (rotation: number) => {
    const { environment, access } = told('Redis', rotation);
    await redis.setUser(environment.REDIS_USER!, password(rotation), access);
    await setUp(postgres!, { service: 'shop', password: password(rotation), rotation });
    await setUp(mysql!, { service: 'desk', password: password(rotation), rotation });
  };
  await makeUsers(1);
  for (const driver of DRIVERS.filter(runs)) {
    const started = start(driver, environmentOf(driver));
    before.set(driver, started);
    await started.catch(() => {});
  }
  await makeUsers(2);
}, 1_200_000);

afterAll(async () => {
  for (const started of before.values()) await started.then(({ end }) => end()).catch(() => {});
  for (const each of stop.reverse()) await each();
}, 60_000);

const user: Readonly<Record<Name, (turn: string) => RegExp>> = {
  PostgreSQL: (turn) => new RegExp(`^shop_${turn}$`),
  MySQL: (turn) => new RegExp(`^desk_${turn}@`),
  Redis: (turn) => new RegExp(`^test-shop-sessions-${turn}$`),
  Memcached: () => /^anybody$/,
};

describe.each(DRIVERS.filter(runs))('$name', (driver) => {
  const { server, language } = driver;
  const refused = (environment: Readonly<Record<string, string>>) =>
    expect(start(driver, environment)).rejects.toThrow(/certificate|certification|hostname|ssl|tls|x509/i);

  test('signs in by the variables, and stays signed in through a rotation', async () => {
    const running = await before.get(driver)!;
    expect(running.first).toMatch(user[server]('a'));
    expect(await running.ask()).toMatch(user[server]('a'));
    await running.end();
  });

  test('signs in by the variables of the rotation, and by those of pods that are not replaced yet', async () => {
    const [fresh, old] = await Promise.all([2, 1].map((turn) => start(driver, environmentOf(driver, turn))));
    expect(fresh!.first).toMatch(user[server]('b'));
    expect(old!.first).toMatch(user[server]('a'));
    await Promise.all([fresh!.end(), old!.end()]);
  });

  test('refuses a server that another authority has signed', () =>
    refused(replaced(driver, bundle, other.bundle)));

  test('refuses a server whose certificate is for another name', () =>
    // Given an IP address mysql2 asks for the name localhost.
    refused(replaced(driver, SERVER_NAME, language === 'node' ? '127.1' : HOST)));

  test('is refused without TLS, and does not tell its password', async () => {
    await refused(replaced(driver, `${ports[server]}`, `${between[server].port}`));
    expect(between[server].read()).not.toContain(password(1));
  });
});
