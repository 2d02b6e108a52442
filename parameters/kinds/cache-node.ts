import type { CacheEngine } from '../../declarations/backing';
import { type ChangeEffect, text } from '../schema';

/** Versions in standard support, and the pattern of a whole version. */
const CACHE_VERSIONS: Record<CacheEngine, { pattern: RegExp; allowed: string }> = {
  redis: { pattern: /^7\.1$/, allowed: 'Redis 7.1' },
  valkey: { pattern: /^(7\.2|8\.[02])$/, allowed: 'Valkey 7.2, 8.0 or 8.2' },
  memcached: { pattern: /^1\.6\.(2[2-9]|[3-9]\d)$/, allowed: 'a Memcached version 1.6.22 or later' },
};

/** What all nodes have. A change of their size is not the same to every engine. */
export const cacheNode = (engine: CacheEngine, change: ChangeEffect) => ({
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
