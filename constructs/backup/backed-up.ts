import type { BackingKind } from '../../declarations/kinds/kinds';
import { arn } from '../core/arn';
import type { Naming } from '../core/naming';

type Pattern = (naming: Naming) => string;

/**
 * What AWS Backup saves of each kind of backing service: the ARNs of all of that kind, those included that were restored
 * beside another. By names and not by tags, which a deploy could take away. A kind that is named by its ARNs is saved
 * whatever the account has opted in to.
 * Source: AWS Backup Developer Guide, "Feature availability by resource" and "Assign resources with AWS CLI".
 */
const BACKED_UP: { readonly [K in BackingKind]: Pattern | undefined } = {
  database: (naming) => arn(naming, 'rds', `db:${naming.environment}-*`),
  // AWS Backup knows no ElastiCache: `snapshotRetentionDays` has its snapshots, in the environment's account alone.
  cache: undefined,
  // Holds nothing that is nowhere else.
  memcached: undefined,
  bucket: (naming) => arn(naming, 's3', `${naming.platform}-${naming.environment}-data-*`),
  // AWS Backup knows no SQS. What waits is lost with the queue (docs/runbooks/data.md).
  queue: undefined,
};

export function backedUp(naming: Naming): string[] {
  return Object.values(BACKED_UP).flatMap((pattern) => pattern?.(naming) ?? []);
}
