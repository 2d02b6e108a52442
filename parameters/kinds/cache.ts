import { z } from 'zod';
import type { Declarations } from '../../declarations/backing';
import { whole } from '../schema';
import { cacheNode } from './cache-node';

const schema = ({ engine }: Declarations['cache']) =>
  z.strictObject({
    ...cacheNode(engine, 'restart'),
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

export type CacheParameters = z.output<ReturnType<typeof schema>>;

export const cache = { schema };
