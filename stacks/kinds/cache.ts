import { Cache } from '../../constructs/cache/cache';
import { DEFAULT_EVICTION } from '../../declarations/kinds/eviction';
import { portOf } from '../../declarations/port';
import { cacheEngine } from '../../parameters/kinds/cache';
import type { ServerMaker } from './maker';

export const cache: ServerMaker<'cache'> = {
  create(scope, { name, declaration }, parameters, props) {
    const engine = cacheEngine(declaration, parameters);
    const port = portOf(declaration);
    const { eviction = DEFAULT_EVICTION } = declaration;
    const made = new Cache(scope, `cache-${name}`, { ...props, name, engine, port, eviction, parameters });
    return {
      engine,
      host: made.host,
      port: made.port,
      securityGroupId: made.securityGroup.id,
      userGroupId: made.userGroupId,
    };
  },
  share({ servers: _, ...server }) {
    return server;
  },
};
