import pg from 'pg';
import type { Logger } from '../process/log';
import { traced } from '../process/telemetry';
import { patiently } from './patience';
import { trust } from './trust';

export interface DatabaseSettings {
  readonly DATABASE_URL: string;
  readonly CA_FILE?: string | undefined;
}

export type Queries = Pick<pg.ClientBase, 'query'>;

/** PostgreSQL: a pool of connections, made as they are needed. */
export class Database {
  readonly pool: pg.Pool;

  /** @param longestSeconds that a query may take; 0 is as long as it takes. */
  constructor(settings: DatabaseSettings, log: Logger, longestSeconds: number) {
    this.pool = new pg.Pool({
      ...connection(settings),
      max: 10,
      connectionTimeoutMillis: 3000,
      query_timeout: longestSeconds * 1000,
      // A failover gives the name another address, which only new connections find.
      maxLifetimeSeconds: 300,
    });
    // Of a connection in use: its query tells the same, and an error that nobody listens to would end the program.
    this.pool.on('connect', (client) => {
      client.on('error', () => {});
    });
    // Of a connection that nobody uses just now. The next query makes another.
    this.pool.on('error', (error) =>
      log.warn({ error: error.message }, 'a connection to PostgreSQL was lost'),
    );
  }

  /** Reads. It tries again where the connection failed, as reading twice harms nobody. */
  read<R extends pg.QueryResultRow>(name: string, sql: string, values: unknown[] = []): Promise<R[]> {
    return traced(name, () =>
      patiently(async () => (await this.pool.query<R>(sql, values)).rows, { tries: 3 }),
    );
  }

  /** Writes all that `work` does, or nothing. */
  transaction<T>(name: string, work: (queries: Queries) => Promise<T>): Promise<T> {
    return traced(name, async () => {
      const client = await patiently(() => this.pool.connect(), { tries: 3 });
      try {
        await client.query('BEGIN');
        const result = await work(client);
        await client.query('COMMIT');
        client.release();
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {});
        // One that failed in between is not used again.
        client.release(true);
        throw error;
      }
    });
  }

  /** @throws where it does not answer. */
  async check(): Promise<void> {
    await this.pool.query({ text: 'SELECT 1', query_timeout: 2000 } as pg.QueryConfig);
  }

  /** Until it answers. For programs that nobody waits for. */
  async wait(log: Logger): Promise<void> {
    await patiently(() => this.check(), {
      tries: 12,
      failed: (error) => log.warn({ error }, 'the database does not answer, trying again'),
    });
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

/** By its parts: of `sslmode` in a URL each driver has another opinion. */
export function connection({ DATABASE_URL, CA_FILE }: DatabaseSettings): pg.ClientConfig {
  const url = new URL(DATABASE_URL);
  const mode = url.searchParams.get('sslmode');
  const encrypted = mode ? mode !== 'disable' : CA_FILE !== undefined;
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
    ssl: encrypted ? trust(CA_FILE) : false,
  };
}
