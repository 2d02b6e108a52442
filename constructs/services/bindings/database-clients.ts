import type { DatabaseEngine } from '../../../declarations/backing';
import type { ThingFields } from '../../contract/contract';
import type { Variable } from '../pods/grant';
import { CA_FILE } from '../runtime/authorities';
import { IMAGES } from './setup-images';
import type { SetupTool } from './setup-job';

/** What differs between the engines. */
interface Engine {
  readonly scheme: string;
  /** By which a driver authenticates the server. Each has words of its own: docs/services.md has what each one takes. */
  readonly query: string;
  readonly tool: SetupTool;
  /** Where the script looks for the database. */
  readonly variables: { readonly host: string; readonly port: string; readonly database: string };
}

export const CLIENTS: Readonly<Record<DatabaseEngine, Engine>> = {
  postgres: {
    scheme: 'postgresql',
    // Words of libpq, which node-postgres and pgx know as well.
    query: `sslmode=verify-full&sslrootcert=${CA_FILE}`,
    tool: { image: IMAGES.postgres, script: 'postgres.sh' },
    variables: { host: 'PGHOST', port: 'PGPORT', database: 'PGDATABASE' },
  },
  mysql: {
    scheme: 'mysql',
    // A word of SQLAlchemy's. No other driver of MySQL is given its authorities by a URL.
    query: `ssl_ca=${CA_FILE}`,
    tool: { image: IMAGES.mysql, script: 'mysql.sh' },
    variables: { host: 'DATABASE_HOST', port: 'DATABASE_PORT', database: 'DATABASE_NAME' },
  },
};

/** Which files hold which fields of the secret of a server's master user. */
export const MASTER_FILES = { username: 'master-username', password: 'master-password' };

/** Where a script of constructs/setup finds the database. */
export function whereabouts(
  engine: DatabaseEngine,
  { host, port, database }: ThingFields<'databases'>,
): Variable[] {
  const names = CLIENTS[engine].variables;
  return [
    { name: names.host, value: host },
    { name: names.port, value: `${port}` },
    { name: names.database, value: database },
  ];
}
