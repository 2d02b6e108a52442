import type { PlanJson } from './plan';
import { at, visible } from './value';

/** What only a protected environment sets on what holds its data: kept from deletion, or with a last snapshot. */
const SIGNS: Readonly<Record<string, string>> = {
  aws_db_instance: 'deletion_protection',
  aws_elasticache_cluster: 'final_snapshot_identifier',
  aws_elasticache_replication_group: 'final_snapshot_identifier',
};

/**
 * Whether what is deployed is of a protected environment, whatever its parameters say by now. A stack without a database
 * or cache says nothing.
 */
export function wasProtected({ resource_changes = [] }: PlanJson): boolean {
  return resource_changes.some(({ mode, type, change }) => {
    const sign = Object.hasOwn(SIGNS, type) ? SIGNS[type] : undefined;
    if (mode !== 'managed' || sign === undefined) return false;
    const value = at(visible(change).before, sign);
    return value !== undefined && value !== null && value !== false && value !== '';
  });
}
