import { backing, faults } from '../valid';

const withCaches = (caches: object) => faults({ backing: { ...backing, caches } as never });

test('a store and a cache each say what they do when they are full', () => {
  const carts = { engine: 'valkey', port: 6380, eviction: 'noeviction' };
  expect(withCaches({ carts, pages: { engine: 'redis', eviction: 'allkeys-lru' } })).toEqual([]);
});

test('fails on a policy that no server has', () => {
  expect(withCaches({ carts: { engine: 'valkey', eviction: 'no-eviction' } })).toEqual([
    'services/backing.ts caches.carts.eviction: "no-eviction", did you mean "noeviction"? → noeviction, allkeys-lru, allkeys-lfu, allkeys-random, volatile-lru, volatile-lfu, volatile-random, volatile-ttl',
  ]);
});

test('fails on a policy for Memcached, which always forgets', () => {
  expect(withCaches({ pages: { engine: 'memcached', eviction: 'noeviction' } })).toEqual([
    'services/backing.ts caches.pages.eviction: "noeviction", which memcached does not know → none, or one of the engines redis, valkey',
  ]);
});
