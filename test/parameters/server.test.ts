import type { Environment } from '../../parameters/environment';
import { warningsOf } from '../../parameters/warnings';
import { declared } from '../fixture/services/declared';
import { load, problems, valid } from './files';

const a = { name: 'a', version: '17.10' };
const withServer = (server: unknown, changes: object = {}) => ({
  'dev.json': valid({
    databases: { ...valid().databases, orders: { ...valid().databases.orders, ...changes, server } },
  }),
});
const refused = (server: unknown) => problems(withServer(server));
const ago = (days: number) => `${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 19)}Z`;

test.each([
  ['a snapshot', { name: 'b', restored: { snapshot: 'prod-orders-before-18' }, old: [a] }],
  ['one that RDS made', { name: 'b', restored: { snapshot: 'rds:prod-orders-2026-11-29-02-07' }, old: [a] }],
  ['one of AWS Backup', { name: 'b', restored: { snapshot: 'awsbackup:job-0c5d1f7e-08d1' } }],
  [
    'one that another account shares',
    { name: 'b', restored: { snapshot: 'arn:aws:rds:eu-central-1:111111111111:snapshot:kept' } },
  ],
  ['a time', { name: 'b', restored: { pointInTime: ago(1), of: 'a' }, old: [a] }],
  [
    'the latest time',
    { name: 'c', restored: { pointInTime: 'latest', of: 'b' }, old: [{ ...a, name: 'b' }, a] },
  ],
  [
    'backups of a server that is gone',
    { name: 'b', restored: { pointInTime: 'latest', of: 'db-ABCDEFGHIJKLMNOPQRSTUVWX' } },
  ],
  ['nothing any more, as the old server is gone', { name: 'b' }],
])('a server may begin with %s', (_, server) => {
  expect(load(withServer(server))).toEqual([expect.objectContaining({ name: 'dev' })]);
});

test.each([
  [{ name: 'a' }, 'server.name: "a" → a letter from b to z; the first server is a, and needs no `server`'],
  [
    { name: 'b', restored: { snapshot: 'a--b' } },
    expect.stringMatching(/^server\.restored\.snapshot: "a--b" → /),
  ],
  [
    { name: 'b', restored: { snapshot: 'x', pointInTime: 'latest', of: 'a' }, old: [a] },
    'server.restored: a snapshot and a time → snapshot, or pointInTime with of',
  ],
  [
    { name: 'b', restored: {} },
    'server.restored: neither a snapshot nor a time → snapshot, or pointInTime with of',
  ],
  [
    { name: 'b', restored: { snapshot: 'x', of: 'a' } },
    'server.restored.of: "a" → nothing beside a snapshot, which knows its server',
  ],
  [
    { name: 'b', restored: { pointInTime: '2099-01-01T00:00:00Z', of: 'a' }, old: [a] },
    'server.restored.pointInTime: "2099-01-01T00:00:00Z", which is still to come → a time before now, or latest',
  ],
  [
    { name: 'b', restored: { pointInTime: '2026-02-31T00:00:00Z', of: 'a' }, old: [a] },
    'server.restored.pointInTime: "2026-02-31T00:00:00Z" → a day and a time that there are',
  ],
  [
    { name: 'b', restored: { pointInTime: '2026-11-28 10:00', of: 'a' }, old: [a] },
    'server.restored.pointInTime: "2026-11-28 10:00" → a time in UTC such as 2026-11-29T10:00:00Z, or latest',
  ],
  [
    { name: 'b', restored: { pointInTime: 'latest' } },
    'server.restored.of: nothing → a server in old; the resource id (db-…) of one that is gone; once the server is made, take restored out',
  ],
  [
    { name: 'c', restored: { pointInTime: 'latest', of: 'a' }, old: [{ ...a, name: 'b' }] },
    'server.restored.of: "a" → a server in old: b; the resource id (db-…) of one that is gone; once the server is made, take restored out',
  ],
  [
    { name: 'b', old: [{ ...a, name: 'b' }] },
    'server.old.0.name: "b" → each server once, and not "b", which is in use',
  ],
  [{ name: 'c', old: [a, a] }, 'server.old.1.name: "a" → each server once, and not "c", which is in use'],
])('fails on %j', (server, problem) => {
  const path = 'databases.orders.';
  expect(refused(server).map((text) => text.replace(path, ''))).toEqual([problem]);
});

test('a fault is told with its line', () => {
  const [problem] = load(withServer({ name: 'b', old: [{ ...a, name: 'b' }] }));
  expect(problem).toMatchObject({ at: { line: expect.any(Number), column: expect.any(Number) } });
});

test('fails where another database has the name that the server would get', () => {
  const backing = {
    ...declared.backing,
    databases: { ...declared.backing.databases, 'orders-b': { engine: 'mysql' as const, port: 3310 } },
  };
  const { orders, products } = valid().databases;
  const databases = { orders: { ...orders, server: { name: 'b' } }, products, 'orders-b': products };
  expect(problems({ 'dev.json': valid({ databases }) }, { ...declared, backing })).toEqual([
    'databases.orders.server.name: "b": "orders-b" is another → the next letter',
  ]);
});

test('a cache has snapshots, and no points in time', () => {
  const caches = (restored: object) => ({
    ...valid().caches,
    sessions: {
      ...valid().caches.sessions,
      server: { name: 'b', restored, old: [{ name: 'a', version: '7.1' }] },
    },
  });
  const fine = { snapshot: 'automatic.prod-sessions-2026-11-29-02-07' };
  expect(load({ 'dev.json': valid({ caches: caches(fine) }) })).toEqual([
    expect.objectContaining({ name: 'dev' }),
  ]);
  expect(problems({ 'dev.json': valid({ caches: caches({ pointInTime: 'latest' }) }) })).toContainEqual(
    expect.stringContaining('caches.sessions.server.restored.pointInTime: an unknown key'),
  );
});

test('warns of a time that the backups no longer reach, as the file stays right for a server that is there', () => {
  const server = (days: number) => ({ name: 'b', restored: { pointInTime: ago(days), of: 'a' }, old: [a] });
  const warnings = (days: number) =>
    warningsOf(load(withServer(server(days))) as Environment[], { ...declared, services: {} });
  expect(warnings(6)).toEqual([]);
  expect(warnings(8)).toEqual([
    expect.stringMatching(
      /dev\.json databases\.orders\.server\.restored\.pointInTime: .* is more than 7 days ago/,
    ),
  ]);
});
