import type { CacheEngine, DatabaseEngine } from './backing';

const USUAL: Readonly<Record<DatabaseEngine | CacheEngine, number>> = {
  postgres: 5432,
  mysql: 3306,
  redis: 6379,
  valkey: 6379,
  memcached: 11211,
};

/** Where a database or cache listens: where it is declared to, else where its engine does everywhere. */
export function portOf({ engine, port }: Listening): number {
  return port ?? USUAL[engine];
}

interface Listening {
  readonly engine: DatabaseEngine | CacheEngine;
  readonly port?: number;
}
