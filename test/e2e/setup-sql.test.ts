import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { capture } from '../../local/capture';
import { bound } from '../constructs/bound';
import { startMysql } from './database/mysql-server';
import { startPostgres } from './database/postgres-server';
import { HOST, type Server, type SignIn } from './database/server';

jest.setTimeout(300_000);

/** Letters and digits, as they are generated. */
const password = (name: string) => `${name}0123456789abcdefghijklmnopqrstu`.slice(0, 32);
// RDS's own have signs in them.
const MASTER_PASSWORD = 'It\'s "new" & $HOME?';

const ENGINES = [
  {
    engine: 'PostgreSQL',
    name: 'orders',
    start: startPostgres,
    scheme: 'postgresql:',
    refused: /password authentication failed|permission denied for database/,
    forbidden: /permission denied|must be owner|denied/i,
    otherDatabase: 'CREATE DATABASE other',
    changeMaster: (to: string) => `ALTER ROLE administrator PASSWORD '${to}'`,
    stranger: (secret: string) => `CREATE ROLE stranger LOGIN PASSWORD '${secret}'`,
    slowJob: `
      BEGIN; SELECT pg_advisory_xact_lock(hashtext('setup')); REVOKE ALL ON DATABASE orders FROM PUBLIC;
      SELECT pg_sleep(3); COMMIT`,
    variables: { host: 'PGHOST', port: 'PGPORT', database: 'PGDATABASE' },
  },
  {
    engine: 'MySQL',
    name: 'products',
    start: startMysql,
    scheme: 'mysql:',
    refused: /Access denied/,
    forbidden: /denied/,
    otherDatabase: 'CREATE DATABASE other',
    changeMaster: (to: string) => `ALTER USER administrator IDENTIFIED BY '${to}'`,
    stranger: (secret: string) => `CREATE USER stranger IDENTIFIED BY '${secret}'`,
    slowJob: 'CREATE USER slow; GRANT SELECT ON products.* TO slow; DO SLEEP(3); DROP USER slow',
    variables: { host: 'DATABASE_HOST', port: 'DATABASE_PORT', database: 'DATABASE_NAME' },
  },
] as const;

describe.each(ENGINES)('a database of $engine', (engine) => {
  const { name } = engine;
  let server: Server;
  let masterPassword = 'first-master-password';

  beforeAll(async () => {
    server = await engine.start(name, masterPassword);
  });
  afterAll(() => server?.stop());

  /** What the setup job of a service runs, and the user that its pods get. */
  function jobOf(service: string, rotation: number) {
    const { synthesized, grants } = bound({ [service]: { bind: [name], rotations: { [name]: rotation } } });
    const { command, env } =
      synthesized.resource.kubernetes_job_v1![`${service}_bind-${name}_setup`].spec.template.spec
        .container[0];
    const [shell, flags, script] = command as [string, string, string];
    const url = grants[service]!.variables.find((variable) => variable.name === 'DATABASE_URL');
    const [, user] = new RegExp(`^${engine.scheme}//([^:]+):`).exec((url as { value: string }).value)!;
    return {
      user: user!,
      names: (env as { name: string }[]).map((variable) => variable.name),
      // Terraform and Kubernetes have their own signs for what they fill in.
      command: [shell, flags, script.replaceAll('$${', () => '${')] as const,
    };
  }

  /** Runs the setup job of a service as its pod would, on this server. */
  async function setUp(
    service: string,
    rotation: number,
    secret: string,
    master = masterPassword,
  ): Promise<SignIn> {
    const { user, names, command } = jobOf(service, rotation);
    const secrets = mkdtempSync(join(tmpdir(), 'secrets-'));
    const files = {
      username: user,
      password: secret,
      'master-username': server.master,
      'master-password': master,
    };
    for (const [file, content] of Object.entries(files)) writeFileSync(join(secrets, file), content);
    const variables = { host: HOST, port: `${server.port}`, database: name };
    const values = Object.entries(engine.variables).map(([what, variable]) => [
      variable,
      variables[what as 'host'],
    ]);
    const env = { ...Object.fromEntries(values), SECRETS: secrets };
    expect(Object.keys(env).sort()).toEqual([...names].sort());
    const [shell, ...args] = command;
    const ended = await capture(shell, args, {
      env: { PATH: `${server.programs}:${process.env.PATH}`, ...env },
    });
    rmSync(secrets, { recursive: true });
    if (ended.code !== 0) throw new Error(`exit ${ended.code}: ${ended.stderr}`);
    return { user, password: secret, database: name };
  }

  test('a service signs in with its own user, and only by TLS', async () => {
    const shop = await setUp('shop', 1, password('a'));
    await server.query(shop, 'SELECT 1');
    await expect(server.query({ ...shop, tls: false }, 'SELECT 1')).rejects.toThrow();
    await expect(server.query({ ...shop, password: password('wrong') }, 'SELECT 1')).rejects.toThrow(
      engine.refused,
    );
  });

  test('a job that runs again, as after a failure later on, changes nothing', async () => {
    const shop = await setUp('shop', 1, password('a'));
    await server.query(shop, 'CREATE TABLE kept (id INT PRIMARY KEY); INSERT INTO kept VALUES (1)');
    await setUp('shop', 1, password('a'));
    expect(await server.query(shop, 'SELECT id FROM kept')).toBe('1');
  });

  test('pods of the old rotation go on while those of the new one start, and share all tables', async () => {
    const before = await setUp('shop', 1, password('a'));
    await server.query(before, 'CREATE TABLE basket (id INT PRIMARY KEY); INSERT INTO basket VALUES (1)');
    const after = await setUp('shop', 2, password('b'));
    expect(after.user).not.toBe(before.user);
    await server.query(
      after,
      'INSERT INTO basket VALUES (2); ALTER TABLE basket ADD COLUMN note VARCHAR(20)',
    );
    await server.query(after, 'CREATE TABLE parcel (id INT PRIMARY KEY)');
    expect(await server.query(before, 'SELECT COUNT(*) FROM basket WHERE note IS NULL')).toBe('2');
    await server.query(before, 'INSERT INTO parcel VALUES (1); DROP TABLE parcel');
  });

  test('the rotation after the next ends the password that was first', async () => {
    const first = await setUp('shop', 1, password('a'));
    await setUp('shop', 2, password('b'));
    const third = await setUp('shop', 3, password('c'));
    expect(third.user).toBe(first.user);
    await server.query(third, 'SELECT 1');
    await expect(server.query(first, 'SELECT 1')).rejects.toThrow(engine.refused);
  });

  test('a rotation may come first, go back, or be left out', async () => {
    const fifth = await setUp('early', 5, password('e'));
    const second = await setUp('early', 2, password('b'));
    const again = await setUp('early', 5, password('f'));
    await server.query(second, 'SELECT 1');
    await server.query(again, 'SELECT 1');
    await expect(server.query(fifth, 'SELECT 1')).rejects.toThrow(engine.refused);
  });

  test('every service that binds the database reads and changes what the others made', async () => {
    const shop = await setUp('shop', 1, password('a'));
    const report = await setUp('night-report', 1, password('n'));
    await server.query(shop, 'CREATE TABLE sale (id INT PRIMARY KEY); INSERT INTO sale VALUES (7)');
    expect(await server.query(report, 'SELECT id FROM sale')).toBe('7');
    await server.query(report, 'CREATE VIEW sales AS SELECT id FROM sale');
    expect(await server.query(shop, 'SELECT id FROM sales')).toBe('7');
    await server.query(shop, 'DROP VIEW sales; DROP TABLE sale');
  });

  test('jobs of several services may run at the same time', async () => {
    const master = { user: server.master, password: masterPassword, database: name };
    const slow = server.query(master, engine.slowJob);
    await sleep(1000);
    const services = ['one', 'two', 'three'];
    const signIns = await Promise.all(services.map((service) => setUp(service, 1, password(service))));
    await slow;
    for (const signIn of signIns) await server.query(signIn, 'SELECT 1');
  });

  test('somebody who binds nothing may not connect', async () => {
    await server.administer(engine.stranger(password('s')));
    const stranger = { user: 'stranger', password: password('s'), database: name };
    await expect(server.query(stranger, 'SELECT 1')).rejects.toThrow(engine.refused);
  });

  test('a service makes neither users nor databases', async () => {
    const shop = await setUp('shop', 1, password('a'));
    await expect(server.query(shop, engine.stranger('x'))).rejects.toThrow(engine.forbidden);
    await expect(server.query(shop, engine.otherDatabase)).rejects.toThrow(engine.forbidden);
  });

  test('the password of the master user, which RDS rotates by itself, is the one of the moment', async () => {
    await server.administer(engine.changeMaster(MASTER_PASSWORD.replaceAll("'", "''")));
    await expect(setUp('shop', 1, password('a'))).rejects.toThrow(engine.refused);
    masterPassword = MASTER_PASSWORD;
    await server.query(await setUp('shop', 1, password('a')), 'SELECT 1');
  });

  test("no service's password gets into the server's logs, which are sent on and kept", async () => {
    const secret = password('unheard');
    await setUp('shop', 4, secret);
    expect(server.readLogs()).toMatch(/ALTER (ROLE|USER)/);
    expect(server.readLogs()).not.toContain(secret);
  });
});
