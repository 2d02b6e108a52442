import type { DatabaseEngine } from '../../../../declarations/backing';
import type { Runtime } from '../../runtime/runtime';
import { MASTER_FILES } from '../database-clients';
import { readStatements } from '../service-secret';
import type { SetupNamespace } from '../setup-namespace';
import type { GuestTemplateProps } from './guest-template';

export interface GuestDatabaseProps {
  readonly runtime: Runtime;
  readonly setup: SetupNamespace;
  /** Name of the database. */
  readonly database: string;
  readonly engine: DatabaseEngine;
}

/** What works on a database server as its master user: its password, and the way there. */
export function asMaster({
  runtime,
  database,
}: GuestDatabaseProps): Required<Pick<GuestTemplateProps, 'statements' | 'egress' | 'files'>> {
  const { masterSecretArn, port } = runtime.contract.thing('databases', database);
  return {
    statements: readStatements(runtime, 'MasterSecret', masterSecretArn),
    egress: [{ cidrs: runtime.contract.network.dataCidrs, port }],
    files: [{ id: masterSecretArn, file: 'master', fields: MASTER_FILES }],
  };
}
