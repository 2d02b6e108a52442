import type { KindDescription } from './kind-description';

/** Redis or Valkey, which speak one protocol. */
export const cache = {
  section: 'caches',
  engines: { redis: 6379, valkey: 6379 },
  variables: { url: 'REDIS_URL', password: 'REDIS_PASSWORD', prefix: 'REDIS_PREFIX' },
  ownName: 'all but the first',
} as const satisfies KindDescription;
