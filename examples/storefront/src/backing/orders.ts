import type { Database, Queries } from './database';

export interface Line {
  readonly product: string;
  readonly name: string;
  readonly count: number;
  readonly priceCents: number;
}

/** Open: the customer has not agreed yet. Placed: to be worked off. Packed: its receipt is there. */
export type State = 'open' | 'placed' | 'packed';

export interface Order {
  readonly id: string;
  readonly state: State;
  readonly currency: string;
  readonly totalCents: number;
  readonly lines: readonly Line[];
}

/** Orders in PostgreSQL. */
export class Orders {
  constructor(private readonly database: Database) {}

  /**
   * Sent twice, as by a double click, it is one order.
   * @param email of the customer, who may leave it out.
   */
  create(id: string, state: State, currency: string, lines: readonly Line[], email?: string): Promise<void> {
    return this.database.transaction('INSERT order', async (queries) => {
      const { rowCount } = await queries.query(
        `INSERT INTO orders (id, state, currency, total_cents, email) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (id) DO NOTHING`,
        [id, state, currency, total(lines), email],
      );
      if (rowCount === 0) return;
      await queries.query(
        `INSERT INTO order_lines (order_id, product, name, count, price_cents)
        SELECT $1, * FROM unnest($2::text[], $3::text[], $4::int[], $5::int[])`,
        [
          id,
          lines.map(({ product }) => product),
          lines.map(({ name }) => name),
          lines.map(({ count }) => count),
          lines.map(({ priceCents }) => priceCents),
        ],
      );
    });
  }

  confirm(id: string): Promise<void> {
    return this.database.transaction('UPDATE order', async (queries) => {
      await queries.query(
        `UPDATE orders SET state = 'placed', placed_at = now() WHERE id = $1 AND state = 'open'`,
        [id],
      );
    });
  }

  async find(id: string): Promise<Order | undefined> {
    const [order] = await this.database.read<Order>('SELECT order', `${ORDER} WHERE orders.id = $1`, [id]);
    return order;
  }

  /**
   * Works off the order that waits longest, if there is one. Several workers never take the same, and one that a killed
   * worker had goes back. @returns whether there was one. @throws what the work threw: the order waits for a later try.
   */
  async workOff(work: (order: Order) => Promise<void>): Promise<boolean> {
    const taken = await this.database.transaction('work off an order', async (queries) => {
      const { rows } = await queries.query<{ id: string }>(
        `SELECT id FROM orders WHERE state = 'placed' AND try_after <= now() ORDER BY try_after
        LIMIT 1 FOR UPDATE SKIP LOCKED`,
      );
      return rows[0] && { failure: await workOffOne(queries, rows[0].id, work) };
    });
    if (taken?.failure) throw taken.failure;
    return taken !== undefined;
  }

  /** Forgets what nobody agreed to within a day. @returns how many. */
  tidy(): Promise<number> {
    return this.database.transaction('DELETE open orders', async (queries) => {
      const { rowCount } = await queries.query(
        `DELETE FROM orders WHERE state = 'open' AND placed_at < now() - INTERVAL '1 day'`,
      );
      return rowCount ?? 0;
    });
  }
}

/** @returns why it failed, if it did. */
async function workOffOne(
  queries: Queries,
  id: string,
  work: (order: Order) => Promise<void>,
): Promise<unknown> {
  const { rows } = await queries.query<Order>(`${ORDER} WHERE orders.id = $1`, [id]);
  try {
    await work(rows[0]!);
  } catch (error) {
    // Later each time, and not all of them at once; others are not kept waiting by one that always fails.
    await queries.query(
      `UPDATE orders SET tries = tries + 1,
        try_after = now() + random() * INTERVAL '1 second' * least(2 ^ (tries + 1), 600) WHERE id = $1`,
      [id],
    );
    return error;
  }
  await queries.query(`UPDATE orders SET state = 'packed' WHERE id = $1`, [id]);
  return undefined;
}

export function total(lines: readonly Line[]): number {
  return lines.reduce((sum, { count, priceCents }) => sum + count * priceCents, 0);
}

const ORDER = `
  SELECT id, state, currency, total_cents AS "totalCents", (
    SELECT json_agg(json_build_object('product', product, 'name', name, 'count', count, 'priceCents', price_cents)
      ORDER BY name)
    FROM order_lines WHERE order_id = orders.id
  ) AS lines
  FROM orders`;
