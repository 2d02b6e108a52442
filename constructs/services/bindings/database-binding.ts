import type { Construct } from 'constructs';
import type { DatabaseEngine } from '../../../declarations/backing';
import type { BackingBinding } from '../../../declarations/binding';
import type { ThingFields } from '../../contract/contract';
import type { Grant } from '../pods/grant';
import { isShared } from '../runtime/runtime';
import { type Binder, turnOf } from './binder';
import { CLIENTS, MASTER_FILES, whereabouts } from './database-clients';
import { databaseUser } from './database-user';
import { guestSetupPod } from './guests/guest-setup';
import { GuestSetupJob } from './guests/guest-setup-job';
import { readStatements, ServiceSecret } from './service-secret';
import { SetupJob } from './setup-job';

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
  const job = isShared(runtime, name)
    ? new GuestSetupJob(scope, 'setup', {
        runtime,
        service,
        thing: name,
        rotation,
        username,
        pod: (as, args) => guestSetupPod({ runtime, database: name, engine }, as, args),
        secret,
        after: path,
      })
    : new SetupJob(scope, 'setup', {
        runtime,
        setup: shared.setup,
        service,
        binding: name,
        rotation,
        tool: CLIENTS[engine].tool,
        variables: whereabouts(engine, database),
        secret,
        master: { id: database.masterSecretArn, file: 'master', fields: MASTER_FILES },
        statements: readStatements(runtime, 'MasterSecret', database.masterSecretArn),
        egress,
        after: path,
      });

  return {
    variables: [
      secret.variable(variables.password),
      { name: variables.host, value: database.host },
      { name: variables.port, value: `${database.port}` },
      { name: variables.user, value: username },
      { name: variables.name, value: database.database },
      { name: variables.url, value: url(engine, database, username, variables.password) },
    ],
    mounts: [secret.mount],
    statements: secret.readStatements(),
    egress,
    after: [job.resource, secret.ready, ...shared.synced],
  };
}

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
