import { Database } from '../../constructs/database/database';
import { portOf } from '../../declarations/port';
import type { ServerMaker } from './maker';

export const database: ServerMaker<'database'> = {
  create(scope, { name, declaration }, parameters, props) {
    const { engine } = declaration;
    const port = portOf(declaration);
    const made = new Database(scope, `database-${name}`, { ...props, name, engine, port, parameters });
    return {
      engine,
      host: made.host,
      port: made.port,
      database: made.databaseName,
      masterSecretArn: made.secretArn,
      securityGroupId: made.securityGroup.id,
      resourceId: made.resourceId,
    };
  },
  /** With a database of the preview's own on it. */
  share(server, { name }, preview) {
    return { ...server, database: `${name}-${preview}`.replaceAll('-', '_') };
  },
};
