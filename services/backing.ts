import type { Backing } from '../declarations/backing';

/**
 * The backing services that every environment has. Each is declared here once. Its size and version are in
 * `environments/<name>.json` under the same name.
 */
export const backing = {
  databases: {
    orders: { engine: 'postgres' },
    products: { engine: 'mysql' },
  },
  caches: {
    sessions: { engine: 'valkey', eviction: 'noeviction' },
    pages: { engine: 'memcached' },
  },
  buckets: {
    assets: {},
  },
  queues: {
    mails: { jobSeconds: 30, receives: 3 },
  },
} as const satisfies Backing;
