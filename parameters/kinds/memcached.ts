import { z } from 'zod';
import type { Declarations } from '../../declarations/backing';
import { whole } from '../schema';
import { cacheNode } from './cache-node';

const schema = ({ engine }: Declarations['memcached']) =>
  z.strictObject({
    ...cacheNode([engine], 'replacement'),
    nodes: whole(1, 20, {
      description: 'Keys are spread over the nodes; each node lost loses its share.',
      unit: 'nodes',
      change: 'in place',
    }).default(1),
  });

export type MemcachedParameters = z.output<ReturnType<typeof schema>>;

export const memcached = { schema };
