import { z } from 'zod';
import type { Declarations } from '../../declarations/backing';
import { oneOf, whole } from '../schema';
import { cacheNode, cacheVersions, versionOfEither } from './cache-node';
import type { Refusal } from './kind-parameters';
import { cacheServer, refuseServer } from './server';

const schema = ({ engine }: Declarations['cache']) =>
  z.strictObject({
    engine: oneOf(['valkey'], {
      description:
        'Where one environment goes from Redis to Valkey before the others: the engine here, with one of its versions. The data, the users and the address stay; there is no way back. Default: the one in `services/backing.ts`.',
      change: 'restart',
    }).optional(),
    ...cacheNode(engine === 'redis' ? ['redis', 'valkey'] : [engine], 'restart'),
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
    server: cacheServer(versionOfEither('The version that it runs.')),
  });

export type CacheParameters = z.output<ReturnType<typeof schema>>;

/** What a cache runs in an environment. */
export function cacheEngine(
  declaration: Declarations['cache'],
  { engine }: Pick<CacheParameters, 'engine'>,
): Declarations['cache']['engine'] {
  return engine ?? declaration.engine;
}

function refuse(parameters: CacheParameters, declaration: Declarations['cache']): Refusal[] {
  return [...refuseVersion(parameters, declaration), ...refuseServer(parameters.server)];
}

function refuseVersion(parameters: CacheParameters, declaration: Declarations['cache']): Refusal[] {
  const engine = cacheEngine(declaration, parameters);
  const versions = cacheVersions(engine);
  if (versions.includes(parameters.version)) return [];
  const other =
    engine === 'redis' ? ', or this one with "engine": "valkey", from which there is no way back' : '';
  return [
    {
      path: ['version'],
      got: `"${parameters.version}", which ${engine} does not have`,
      allowed: `${versions.join(', ')}${other}`,
    },
  ];
}

export const cache = { schema, refuse };
