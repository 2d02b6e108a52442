import { Memcached } from '../../constructs/cache/memcached';
import { portOf } from '../../declarations/port';
import type { ServerMaker } from './maker';

export const memcached: ServerMaker<'memcached'> = {
  create(scope, { name, declaration }, parameters, props) {
    const port = portOf(declaration);
    const made = new Memcached(scope, `cache-${name}`, { ...props, name, port, parameters });
    return {
      engine: declaration.engine,
      host: made.host,
      port,
      securityGroupId: made.securityGroup.id,
      servers: [...made.servers],
    };
  },
  share({ userGroupId: _, ...server }) {
    return server;
  },
};
