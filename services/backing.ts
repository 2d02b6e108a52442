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

export type DatabaseEngine = 'postgres' | 'mysql';
export type CacheEngine = 'redis' | 'valkey' | 'memcached';

/** Names: lower-case letters and digits with single dashes, a letter first, at most 20 characters. */
export interface Backing {
  readonly databases: Readonly<Record<string, { readonly engine: DatabaseEngine }>>;
  readonly caches: Readonly<Record<string, { readonly engine: CacheEngine }>>;
  readonly buckets: Readonly<Record<string, Readonly<Record<string, never>>>>;
}
