import { backing, faults } from '../valid';

test('fails on two databases on one port, which a network policy could not tell apart', () => {
  const databases = {
    orders: { engine: 'postgres' },
    users: { engine: 'postgres' },
    old: { engine: 'mysql', port: 5433 },
  };
  expect(faults({ backing: { ...backing, databases } as never })).toEqual([
    'services/backing.ts databases.users.port: 5432, where databases.orders listens → a port of its own, such as port: 5434, by which network policies tell them apart',
  ]);
});

test('takes two of one engine with ports of their own, be they the other way round', () => {
  const caches = {
    sessions: { engine: 'redis', port: 11211 },
    pages: { engine: 'memcached', port: 6379 },
  } as const;
  expect(faults({ backing: { ...backing, caches } })).toEqual([]);
});
