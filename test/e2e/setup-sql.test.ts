import { setTimeout as sleep } from 'node:timers/promises';
import { guest } from '../constructs/bound';
import { preview, synthesizer } from '../fixture/fixture';
import { Authority } from './database/authority';
import { ENGINES } from './database/engine';
import { databaseOf, drop, setUp as runSetUp } from './database/script';
import type { Server, SignIn } from './database/server';

jest.setTimeout(300_000);

/** Letters and digits, as they are generated. */
const password = (name: string) => `${name}0123456789abcdefghijklmnopqrstu`.slice(0, 32);
// RDS's own have signs in them.
const MASTER_PASSWORD = 'It\'s "new" & $HOME?';

const authority = new Authority();
afterAll(() => authority.remove());

describe.each(ENGINES)('a database of $engine', (engine) => {
  const { name } = engine;
  let server: Server;
  let masterPassword = 'first-master-password';

  beforeAll(async () => {
    server = await engine.start(name, masterPassword, authority);
  });
  afterAll(() => server?.stop());

  const target = () => ({ engine, server, masterPassword });
  const setUp = (service: string, rotation: number, secret: string): Promise<SignIn> =>
    runSetUp(target(), { service, rotation, password: secret });

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

  test('a service makes functions and triggers, as its migrations may', async () => {
    await server.query(await setUp('shop', 1, password('a')), engine.programs);
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

  describe('for previews', () => {
    const preview = (id: string, service = 'shop') =>
      runSetUp(target(), {
        service,
        password: password(`${service}${id.replaceAll('-', '')}`),
        guest: guest(id),
      });
    const master = () => ({ user: server.master, password: masterPassword, database: name });
    const found = async () => ({
      databases: (await server.query(master(), engine.databases)).split('\n').sort(),
      users: (await server.query(master(), engine.users)).split('\n').sort(),
    });

    test('makes a database of its own with the first of its users, in which its services share all tables', async () => {
      const shop = await preview('pr-1');
      const report = await preview('pr-1', 'report');
      await server.query(shop, 'CREATE TABLE sale (id INT PRIMARY KEY); INSERT INTO sale VALUES (7)');
      expect(await server.query(report, 'SELECT id FROM sale')).toBe('7');
      expect((await found()).databases).toContain(databaseOf(name, 'pr-1'));
    });

    test('does so for all services of several previews at the same time', async () => {
      const users = ['pr-2', 'pr-3'].flatMap((id) =>
        ['one', 'two', 'three'].map((service) => preview(id, service)),
      );
      for (const user of await Promise.all(users)) await server.query(user, 'SELECT 1');
    });

    test('lets nobody into a database but its own: not of the host, of another preview, or of the server', async () => {
      // In MySQL pr_4 would be all of these but the host, if _ stood for any character.
      const users = [
        await setUp('shop', 1, password('a')),
        await preview('pr-4'),
        await preview('prx4'),
        await preview('pr-42'),
      ];
      for (const user of users) {
        const others = users.map(({ database }) => database).filter((database) => database !== user.database);
        await server.query(user, 'SELECT 1');
        for (const database of [...others, ...engine.common])
          await expect(server.query({ ...user, database }, 'SELECT 1')).rejects.toThrow(engine.refused);
      }
    });

    test('never runs as the master user what a branch has put beside the functions of the server', async () => {
      const trap = 'trap' in engine ? engine.trap : undefined;
      await setUp('shop', 1, password('a'));
      const shop = await preview('pr-8');
      if (trap) await server.query(shop, trap.set);
      await preview('pr-8', 'report');
      if (trap) expect(await server.query(master(), trap.sprung)).toBe('0');
    });

    describe('that are over', () => {
      test('takes the database and the users, with all they own, whatever they do just now, and no others', async () => {
        const [host, other, longer] = [
          await setUp('shop', 1, password('a')),
          await preview('prx4'),
          await preview('pr-42'),
        ];
        for (const user of [host, other, longer])
          await server.query(
            user,
            'CREATE TABLE untouched (id INT PRIMARY KEY); INSERT INTO untouched VALUES (5)',
          );
        const before = await found();
        const [shop, report] = [await preview('pr-4'), await preview('pr-4', 'report')];
        await server.query(shop, engine.belongings);
        await server.query(report, engine.asItself);
        const busy = server.query(shop, engine.transaction).catch((error: Error) => error);
        while ((await server.administer(engine.inTransaction(shop.user))) !== '1') await sleep(100);

        await drop(target(), 'pr-4');

        expect(await busy).toBeInstanceOf(Error);
        const gone = /^(shop|report)_pr_4_|_pr_4(_owner)?$/;
        const left = (names: readonly string[]) => names.filter((word) => !gone.test(word));
        expect(await found()).toEqual({ databases: left(before.databases), users: left(before.users) });
        for (const user of [host, other, longer])
          expect(await server.query(user, 'SELECT id FROM untouched')).toBe('5');
        await server.query(host, 'DROP TABLE untouched');
      });

      test('does it a second time, and for one that never was', async () => {
        await preview('pr-5');
        await drop(target(), 'pr-5');
        const after = await found();
        await drop(target(), 'pr-5');
        await drop(target(), 'never-was');
        expect(await found()).toEqual(after);
        expect(after.databases).not.toContain(databaseOf(name, 'pr-5'));
      });

      test('ends what was begun, and a preview that comes back in between has its users again', async () => {
        const before = await found();
        const { user, database } = await preview('pr-6');
        await server.administer(engine.halfDropped(database, user));
        await server.query(await preview('pr-6'), 'SELECT 1');
        await server.administer(engine.halfDropped(database, user));
        await drop(target(), 'pr-6');
        expect(await found()).toEqual(before);
      });

      test('fails for what is no id', async () => {
        const before = await found();
        const wrong = ['', 'PR-42', 'pr_42', 'pr%', "pr-42'", 'pr-42"', 'pr-42`; DROP', 'pr-42\nx', '$(id)'];
        for (const args of [[], ...wrong.map((id) => [id])])
          await expect(drop(target(), ...args)).rejects.toThrow(
            `Got the preview "${args[0] ?? ''}", allowed: lower-case letters, digits and dashes`,
          );
        expect(await found()).toEqual(before);
      });

      test('says so when it may not', async () => {
        await preview('pr-7');
        await expect(drop({ ...target(), masterPassword: 'wrong' }, 'pr-7')).rejects.toThrow(engine.refused);
        expect((await found()).databases).toContain(databaseOf(name, 'pr-7'));
      });
    });
  });
});

test('a preview finds its databases by the names that are made and dropped', () => {
  const { platform } = synthesizer.preview(preview('pr-42'));
  const contract = JSON.stringify(platform);
  for (const { name } of ENGINES)
    expect(contract).toContain(JSON.stringify(`"database" = "${databaseOf(name, 'pr-42')}"`).slice(1, -1));
});
