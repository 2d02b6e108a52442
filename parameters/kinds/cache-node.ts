import type { CacheEngine } from '../../declarations/backing';
import { engineVersion, serverSize, type Tried, versionsOf } from '../catalogue/offered';
import type { ChangeEffect } from '../schema';

/** Majors that the platform was tried with, and the oldest version of the first. */
const TRIED: Record<CacheEngine, Tried> = {
  redis: { engine: 'redis', majors: ['7'], from: '7.1' },
  valkey: { engine: 'valkey', majors: ['7', '8', '9'], from: '7.2' },
  memcached: { engine: 'memcached', majors: ['1.6'], from: '1.6.22' },
};

/** What all nodes have. A change of their size is not the same to every engine. */
export const cacheNode = (engines: readonly CacheEngine[], change: ChangeEffect) => ({
  version: engineVersion(
    'caches',
    engines.map((engine) => TRIED[engine]),
    { description: 'Engine version.', change: 'restart' },
  ),
  nodeType: serverSize('caches', /./, {
    description: 'Size of a node.',
    allowed: 'an ElastiCache node type such as cache.t4g.small or cache.m7g.large',
    change,
  }),
});

/** The version of a cache that speaks Redis's protocol. No version of Redis here is one of Valkey as well. */
export const versionOfEither = (description: string) =>
  engineVersion('caches', [TRIED.redis, TRIED.valkey], { description, change: 'restart' });

/** What such a cache runs, by its version. */
export function engineOf(version: string): 'redis' | 'valkey' {
  return cacheVersions('redis').includes(version) ? 'redis' : 'valkey';
}

/** The versions that a cache of an engine may have. */
export function cacheVersions(engine: CacheEngine): string[] {
  return versionsOf('caches', TRIED[engine]);
}
