import type { DbInstanceConfig } from '@cdktf/provider-aws/lib/db-instance';
import type { DatabaseParameters } from '../../parameters/kinds/database';
import { FIRST_SERVER, isLetter, restoreTime } from '../../parameters/kinds/server';
import { type DatabaseNames, serverIdentifier } from './database-names';

/** What a server begins with, and what Terraform leaves as it is from then on. */
export type Beginning = Pick<DbInstanceConfig, 'snapshotIdentifier' | 'restoreToPointInTime'> & {
  readonly lifecycle?: { readonly ignoreChanges: string[] };
};

/**
 * What a server began with is of interest while it is made. It has the name of its first database and its master user
 * from there, too. Otherwise a change of the file would replace it by another one.
 */
const AS_RESTORED = ['snapshot_identifier', 'restore_to_point_in_time', 'db_name', 'username'];
/** The file says how big the server in use is. */
const SIZE = [
  'engine_version',
  'instance_class',
  'multi_az',
  'allocated_storage',
  'max_allocated_storage',
  'iops',
  'storage_throughput',
  'backup_retention_period',
];

/** Of a server that was in use before. */
export const AS_IT_IS: Beginning = { lifecycle: { ignoreChanges: [...AS_RESTORED, ...SIZE] } };

/** Of the server in use: nothing, a snapshot, or what another server held at a moment. */
export function beginningOf(
  props: DatabaseNames,
  letter: string,
  restored: NonNullable<DatabaseParameters['server']>['restored'],
): Beginning {
  if (letter === FIRST_SERVER) return {};
  const lifecycle = { ignoreChanges: AS_RESTORED };
  if (restored?.snapshot !== undefined) return { snapshotIdentifier: restored.snapshot, lifecycle };
  if (restored?.pointInTime === undefined) return { lifecycle };
  const time = restoreTime(restored.pointInTime);
  const moment = time === undefined ? { useLatestRestorableTime: true } : { restoreTime: time };
  const source = isLetter(restored.of!)
    ? { sourceDbInstanceIdentifier: serverIdentifier(props, restored.of!) }
    : { sourceDbiResourceId: restored.of! };
  return { restoreToPointInTime: { ...moment, ...source }, lifecycle };
}
