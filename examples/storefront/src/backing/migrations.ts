import type { Database } from './database';

/** In the order in which they run. One that has run anywhere is never changed. */
export const MIGRATIONS: Readonly<Record<string, string>> = {
  '0001-orders': `
    CREATE TABLE orders (
      id UUID PRIMARY KEY,
      state TEXT NOT NULL CHECK (state IN ('open', 'placed', 'packed')),
      placed_at TIMESTAMPTZ NOT NULL DEFAULT now(),
      currency CHAR(3) NOT NULL,
      total_cents INT NOT NULL,
      tries INT NOT NULL DEFAULT 0,
      try_after TIMESTAMPTZ NOT NULL DEFAULT now()
    );
    CREATE TABLE order_lines (
      order_id UUID NOT NULL REFERENCES orders ON DELETE CASCADE,
      product TEXT NOT NULL,
      name TEXT NOT NULL,
      count INT NOT NULL,
      price_cents INT NOT NULL,
      PRIMARY KEY (order_id, product)
    )`,
  '0002-waiting-orders': `CREATE INDEX orders_placed ON orders (try_after) WHERE state = 'placed'`,
  '0003-email': 'ALTER TABLE orders ADD COLUMN email TEXT',
};

/**
 * Runs what has not run. It may be killed and run again, as each migration is a transaction, and two may run at once, as
 * the second waits for the lock of the first.
 */
export function migrate(database: Database, migrations = MIGRATIONS): Promise<string[]> {
  return database.transaction('migrate', async (queries) => {
    // Before it gives up: a change of a table waits for whoever uses it, and everybody else waits for the change.
    await queries.query(`SET LOCAL lock_timeout = '60s'`);
    await queries.query(`SELECT pg_advisory_xact_lock(hashtext('storefront migrations'))`);
    await queries.query('CREATE TABLE IF NOT EXISTS storefront_migrations (name TEXT PRIMARY KEY)');
    const { rows } = await queries.query<{ name: string }>('SELECT name FROM storefront_migrations');
    const done = rows.map(({ name }) => name);
    const open = Object.entries(migrations).filter(([name]) => !done.includes(name));
    for (const [name, sql] of open) {
      await queries.query(sql);
      await queries.query('INSERT INTO storefront_migrations VALUES ($1)', [name]);
    }
    return open.map(([name]) => name);
  });
}
