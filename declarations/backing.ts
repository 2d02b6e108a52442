export type DatabaseEngine = 'postgres' | 'mysql';
export type CacheEngine = 'redis' | 'valkey' | 'memcached';

/** Names: lower-case letters and digits with single dashes, a letter first, at most 20 characters, each once. */
export interface Backing {
  readonly databases: Readonly<Record<string, DatabaseDeclaration>>;
  readonly caches: Readonly<Record<string, CacheDeclaration>>;
  readonly buckets: Readonly<Record<string, Readonly<Record<string, never>>>>;
}

export interface DatabaseDeclaration {
  readonly engine: DatabaseEngine;
  /**
   * Where it listens, 1150 to 65535. Each database and cache has a port of its own, which is how a service reaches
   * only those that it binds. Default: 5432 for PostgreSQL, 3306 for MySQL. A change restarts it.
   */
  readonly port?: number;
}

export interface CacheDeclaration {
  readonly engine: CacheEngine;
  /** As for a database. Default: 6379 for Redis and Valkey, 11211 for Memcached. A change makes it anew, empty. */
  readonly port?: number;
}
