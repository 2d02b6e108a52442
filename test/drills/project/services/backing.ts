import type { Backing } from '../../../../declarations/backing';

export const backing = {
  databases: { orders: { engine: 'postgres' } },
  caches: { sessions: { engine: 'valkey' } },
  buckets: { assets: {} },
} as const satisfies Backing;
