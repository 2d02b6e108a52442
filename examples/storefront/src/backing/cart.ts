import { Redis } from 'ioredis';
import type { Logger } from '../process/log';
import { traced } from '../process/telemetry';
import { trust } from './trust';

export interface CartSettings {
  readonly REDIS_URL: string;
  readonly REDIS_PREFIX: string;
  readonly CA_FILE?: string | undefined;
}

const DAYS = 7;
const MOST_OF_ONE = 99;

/** What customers want to buy, by the id of their cart: how many of each product. */
export class Carts {
  private readonly redis: Redis;

  constructor({ REDIS_URL, REDIS_PREFIX, CA_FILE }: CartSettings, log: Logger) {
    this.redis = new Redis(REDIS_URL, {
      // A preview shares the server of its host, and may use no other keys.
      keyPrefix: `${REDIS_PREFIX}cart:`,
      tls: REDIS_URL.startsWith('rediss:') ? trust(CA_FILE) : undefined,
      connectTimeout: 3000,
      commandTimeout: 2000,
      maxRetriesPerRequest: 1,
      // Growing, and different between pods.
      retryStrategy: (tries) => Math.random() * Math.min(100 * 2 ** tries, 5000),
    });
    this.redis.on('error', (error: Error) => log.warn({ error: error.message }, 'Redis does not answer'));
  }

  async contents(cart: string): Promise<Map<string, number>> {
    const found = await traced('HGETALL cart', () => this.redis.hgetall(cart));
    return new Map(Object.entries(found).map(([product, count]) => [product, Number(count)]));
  }

  async add(cart: string, product: string, count: number): Promise<void> {
    await traced('HINCRBY cart', async () => {
      const now = await this.redis.hincrby(cart, product, count);
      if (now <= 0) await this.redis.hdel(cart, product);
      if (now > MOST_OF_ONE) await this.redis.hset(cart, product, MOST_OF_ONE);
      await this.redis.expire(cart, DAYS * 24 * 3600);
    });
  }

  async empty(cart: string): Promise<void> {
    await traced('DEL cart', () => this.redis.del(cart));
  }

  /** @throws where it does not answer. */
  async check(): Promise<void> {
    await this.redis.ping();
  }

  async close(): Promise<void> {
    await this.redis.quit().catch(() => this.redis.disconnect());
  }
}
