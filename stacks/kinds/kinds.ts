import type { BackingKind, ServerKind } from '../../declarations/kinds/kinds';
import { bucket } from './bucket';
import { cache } from './cache';
import { database } from './database';
import type { Maker, ServerMaker } from './maker';
import { memcached } from './memcached';
import { queue } from './queue';

/** What makes the backing services of each kind. */
export const MAKERS: {
  readonly [K in BackingKind]: K extends ServerKind ? ServerMaker<K> : Maker<K>;
} = { database, cache, memcached, bucket, queue };
