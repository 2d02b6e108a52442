import type { Change } from '../change';
import type { Plan } from '../plan';
import { truth } from './order';

/** What a new database of a protected environment may not lack. */
const DATABASES = ['aws_db_instance', 'aws_rds_cluster', 'aws_docdb_cluster', 'aws_neptune_cluster'];

function isNewHere({ address, type, action, isPreview }: Change, plan: Plan): boolean {
  // What is gone, and would be made anew as it was, is told as that.
  return (
    action === 'create' &&
    plan.isProtected &&
    !isPreview &&
    DATABASES.includes(type) &&
    plan.goneAt(address) === undefined
  );
}

/** Neither a lock nor a last copy: a mistake deletes it with all that is in it. */
export function deletable(change: Change, plan: Plan): string | undefined {
  if (!isNewHere(change, plan)) return undefined;
  const isOpen =
    truth(change.will('deletion_protection')) === false && change.will('skip_final_snapshot') === true;
  return isOpen ? 'can be deleted, and then leaves no snapshot' : undefined;
}

/** Of a copy of another database, that one has the backups. */
export function withoutBackups(change: Change, plan: Plan): string | undefined {
  if (!isNewHere(change, plan) || change.will('replicate_source_db')) return undefined;
  return change.will('backup_retention_period') === 0 ? 'keeps no backups' : undefined;
}
