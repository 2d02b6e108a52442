import type { CacheEngine } from '../../declarations/backing';
import { engineVersion, serverSize } from '../catalogue/offered';
import type { ChangeEffect } from '../schema';

/** Majors that the platform was tried with, and the oldest version of the first. */
const VERSIONS: Record<CacheEngine, { majors: readonly string[]; from: string }> = {
  redis: { majors: ['7'], from: '7.1' },
  valkey: { majors: ['7', '8', '9'], from: '7.2' },
  memcached: { majors: ['1.6'], from: '1.6.22' },
};

/** What all nodes have. A change of their size is not the same to every engine. */
export const cacheNode = (engine: CacheEngine, change: ChangeEffect) => ({
  version: engineVersion(
    'caches',
    engine,
    VERSIONS[engine].majors,
    { description: 'Engine version.', change: 'restart' },
    VERSIONS[engine],
  ),
  nodeType: serverSize('caches', /./, {
    description: 'Size of a node.',
    allowed: 'an ElastiCache node type such as cache.t4g.small or cache.m7g.large',
    change,
  }),
});
