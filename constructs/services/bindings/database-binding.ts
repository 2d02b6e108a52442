import type { Construct } from 'constructs';
import type { DatabaseEngine } from '../../../declarations/backing';
import type { BackingBinding } from '../../../declarations/binding';
import type { ThingFields } from '../../contract/contract';
import type { Grant, Variable } from '../pods/grant';
import { isShared, type Runtime } from '../runtime/runtime';
import { type Binder, turnOf } from './binder';
import { databaseUser } from './database-user';
import { readStatements, ServiceSecret } from './service-secret';
import { IMAGES } from './setup-images';
import { SetupJob, type SetupTool } from './setup-job';

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

/**
 * Binds a database: makes a user for the service, gives its pods the password as a variable, and opens the network
 * path. All services that bind a database own everything in it together (constructs/services/bindings/setup/).
 */
export function bindDatabase(
  scope: Construct,
  binder: Binder,
  { name, declaration: { engine }, variables }: BackingBinding<'database'>,
  rotation: number,
): Grant {
  const { runtime, service, namespace, shared } = binder;
  const database = runtime.contract.thing('databases', name);
  const egress = [{ cidrs: runtime.contract.network.dataCidrs, port: database.port }];
  const username = databaseUser(runtime, name, service, turnOf(rotation));

  const path = shared.path.open({ name, ...database });
  const secret = new ServiceSecret(scope, 'secret', {
    runtime,
    namespace,
    service,
    binding: name,
    rotation,
    username,
  });
  const job = new SetupJob(scope, 'setup', {
    runtime,
    setup: shared.setup,
    service,
    binding: name,
    rotation,
    tool: CLIENTS[engine].tool,
    variables: whereabouts(engine, database),
    secret,
    master: { id: database.masterSecretArn, file: 'master', fields: MASTER_FILES },
    statements: readStatements(runtime, 'MasterSecret', database.masterSecretArn, masterKey(runtime, name)),
    egress,
    after: path,
  });

  return {
    variables: [
      secret.variable(variables.password),
      { name: variables.url, value: url(engine, database, username, variables.password) },
    ],
    mounts: [secret.mount],
    statements: secret.readStatements(),
    egress,
    after: [job.resource, secret.ready, ...shared.synced],
  };
}

/** What encrypts the secret of a server's master user. */
function masterKey(runtime: Runtime, database: string): string {
  const { secrets, hostSecrets } = runtime.contract.keys;
  return isShared(runtime, database) ? hostSecrets! : secrets;
}

export const MASTER_FILES = { username: 'master-username', password: 'master-password' };

/** Kubernetes fills in the password, which is letters and digits alone. */
function url(
  engine: DatabaseEngine,
  { host, port, database }: ThingFields<'databases'>,
  user: string,
  password: string,
): string {
  const { scheme, query } = CLIENTS[engine];
  return `${scheme}://${user}:$(${password})@${host}:${port}/${database}?${query}`;
}

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
