import type { Backing } from '../declarations/backing';

/**
 * The backing services that every environment has. What exists is declared here, once; how big it is, and
 * which version runs, stands in `environments/<name>.json` under the same names.
 */
export const backing = {
  databases: {
    orders: { engine: 'postgres' },
    products: { engine: 'mysql' },
  },
  caches: {
    sessions: { engine: 'redis' },
    pages: { engine: 'memcached' },
  },
  buckets: {
    assets: {},
  },
} as const satisfies Backing;
