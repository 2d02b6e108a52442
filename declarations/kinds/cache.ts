import { EVICTIONS } from './eviction';
import type { KindDescription } from './kind-description';

/** Redis or Valkey, which speak one protocol. */
export const cache = {
  section: 'caches',
  engines: { redis: 6379, valkey: 6379 },
  options: {
    /**
     * What is lost when the memory is full (`maxmemory-policy`). `noeviction`: nothing that is stored; writes fail with
     * the error OOM. For sessions, carts, queues. `allkeys-lru`: what was used least, whoever needs it, without a word.
     * For what can be made anew. `volatile-lru`: of the keys with a time to live those that were used least; writes
     * fail once there are none. declarations/kinds/eviction.ts has the others. Default: `noeviction`. A change takes
     * effect at once and restarts nothing.
     */
    eviction: EVICTIONS,
  },
  variables: {
    url: 'REDIS_URL',
    host: 'REDIS_HOST',
    port: 'REDIS_PORT',
    user: 'REDIS_USER',
    password: 'REDIS_PASSWORD',
    prefix: 'REDIS_PREFIX',
  },
  ownName: 'all but the first',
} as const satisfies KindDescription;
