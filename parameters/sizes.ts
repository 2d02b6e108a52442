import { z } from 'zod';
import type { CacheEngine, DatabaseEngine } from '../declarations/backing';
import { type ChangeEffect, flag, text, whole } from './schema';

/** Retention that CloudWatch Logs knows (PutRetentionPolicy). */
export const LOG_RETENTION = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 3653,
];

/** Versions in standard support, and the pattern of a whole version. */
const DATABASE_VERSIONS: Record<DatabaseEngine, { pattern: RegExp; allowed: string }> = {
  postgres: { pattern: /^(16|17|18)\.\d{1,2}$/, allowed: 'a PostgreSQL version 16.x, 17.x or 18.x' },
  mysql: { pattern: /^8\.4\.\d{1,2}$/, allowed: 'a MySQL version 8.4.x' },
};

const CACHE_VERSIONS: Record<CacheEngine, { pattern: RegExp; allowed: string }> = {
  redis: { pattern: /^7\.1$/, allowed: 'Redis 7.1' },
  valkey: { pattern: /^(7\.2|8\.[02])$/, allowed: 'Valkey 7.2, 8.0 or 8.2' },
  memcached: { pattern: /^1\.6\.(2[2-9]|[3-9]\d)$/, allowed: 'a Memcached version 1.6.22 or later' },
};

/**
 * MySQL has no Performance Insights below 4 GiB of memory, and the platform does not run blind.
 * Source: Amazon RDS User Guide, "Amazon RDS DB engine, Region, and instance class support for
 * Performance Insights".
 */
const DATABASE_CLASS: Record<DatabaseEngine, { pattern: RegExp; allowed: string }> = {
  postgres: {
    pattern: /^db\.[cmrtxz]\d[a-z]*\.(micro|small|medium|large|([1-9]\d?)?xlarge)$/,
    allowed: 'an RDS instance class such as db.t4g.small or db.m7g.large, not metal',
  },
  mysql: {
    pattern: /^db\.[cmrtxz]\d[a-z]*\.(medium|large|([1-9]\d?)?xlarge)$/,
    allowed: 'an RDS instance class of medium or more, such as db.t4g.medium, not metal',
  },
};

export const databaseParameters = (engine: DatabaseEngine) =>
  z.strictObject({
    version: text(DATABASE_VERSIONS[engine].pattern, {
      description: 'Engine version. A new major is a restart of minutes; take a snapshot first.',
      allowed: DATABASE_VERSIONS[engine].allowed,
      change: 'restart',
    }),
    instanceClass: text(DATABASE_CLASS[engine].pattern, {
      description: 'Size of the server.',
      allowed: DATABASE_CLASS[engine].allowed,
      change: 'restart',
    }),
    storageGiB: whole(20, 16384, {
      description: 'Disk at the start. It grows by itself up to maxStorageGiB and never shrinks.',
      unit: 'GiB',
      change: 'in place',
    }),
    maxStorageGiB: whole(22, 65536, {
      description: 'Where growth ends. At least a tenth above storageGiB.',
      unit: 'GiB',
      change: 'in place',
    }),
    multiAz: flag({
      description: 'A standby in a second zone that takes over within a minute or two. Doubles the price.',
      change: 'in place',
    }).default(false),
    backupRetentionDays: whole(1, 35, {
      description: 'How far back the database can be restored, to the second.',
      unit: 'days',
      change: 'in place',
    }).default(7),
  });

const nodeKind = (engine: CacheEngine, change: ChangeEffect) => ({
  version: text(CACHE_VERSIONS[engine].pattern, {
    description: 'Engine version.',
    allowed: CACHE_VERSIONS[engine].allowed,
    change: 'restart',
  }),
  nodeType: text(/^cache\.[a-z]\d[a-z]*\.[a-z0-9]+$/, {
    description: 'Size of a node.',
    allowed: 'an ElastiCache node type such as cache.t4g.small or cache.m7g.large',
    change,
  }),
});

export const cacheParameters = (engine: CacheEngine) =>
  z.strictObject({
    ...nodeKind(engine, 'restart'),
    nodes: whole(1, 6, {
      description: 'One primary and its replicas. Two or more are spread over zones and fail over.',
      unit: 'nodes',
      change: 'in place',
    }).default(1),
    snapshotRetentionDays: whole(0, 35, {
      description: 'Daily snapshots kept. 0: none.',
      unit: 'days',
      change: 'in place',
    }).default(0),
  });

export const memcachedParameters = z.strictObject({
  ...nodeKind('memcached', 'replacement'),
  nodes: whole(1, 20, {
    description: 'Keys are spread over the nodes; each node lost loses its share.',
    unit: 'nodes',
    change: 'in place',
  }).default(1),
});

export type DatabaseParameters = z.output<ReturnType<typeof databaseParameters>>;
export type CacheParameters = z.output<ReturnType<typeof cacheParameters>>;
export type MemcachedParameters = z.output<typeof memcachedParameters>;
