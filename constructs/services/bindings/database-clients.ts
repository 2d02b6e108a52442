import type { DatabaseEngine } from '../../../declarations/backing';
import type { ThingFields } from '../../contract/contract';
import type { Variable } from '../pods/grant';
import { IMAGES } from './setup-images';
import type { SetupTool } from './setup-job';

/** What differs between the engines. */
interface Engine {
  readonly scheme: string;
  /**
   * The servers refuse anything but TLS. Their certificate is not checked: that takes Amazon's own authorities as a
   * file in every image, and each driver has another word for it (docs/decisions.md).
   */
  readonly query: string;
  readonly tool: SetupTool;
  /** Where the script looks for the database. */
  readonly variables: { readonly host: string; readonly port: string; readonly database: string };
}

export const CLIENTS: Readonly<Record<DatabaseEngine, Engine>> = {
  postgres: {
    scheme: 'postgresql',
    query: 'sslmode=require',
    tool: { image: IMAGES.postgres, script: 'postgres.sh' },
    variables: { host: 'PGHOST', port: 'PGPORT', database: 'PGDATABASE' },
  },
  mysql: {
    scheme: 'mysql',
    query: 'ssl-mode=REQUIRED',
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
