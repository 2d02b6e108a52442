import type { KindDescription } from './kind-description';

/** Beside `cache`, as it has no users and other clients. */
export const memcached = {
  section: 'caches',
  engines: { memcached: 11211 },
  variables: { servers: 'MEMCACHED_SERVERS', tls: 'MEMCACHED_TLS', prefix: 'MEMCACHED_PREFIX' },
  ownName: 'all but the first',
} as const satisfies KindDescription;
