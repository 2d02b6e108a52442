/**
 * What a server does when its memory is full, by the server's own names: `noeviction` refuses writes, `allkeys-...`
 * forget any key, `volatile-...` forget keys with a time to live and refuse writes once there are none.
 * Source: Valkey, "Key eviction".
 */
export const EVICTIONS = [
  'noeviction',
  'allkeys-lru',
  'allkeys-lfu',
  'allkeys-random',
  'volatile-lru',
  'volatile-lfu',
  'volatile-random',
  'volatile-ttl',
] as const;
export type Eviction = (typeof EVICTIONS)[number];

/** A failed write is seen; a session that is gone is not. */
export const DEFAULT_EVICTION: Eviction = 'noeviction';

export const evicts = (eviction: Eviction) => eviction !== 'noeviction';
export const refusesWrites = (eviction: Eviction) => !eviction.startsWith('allkeys-');
