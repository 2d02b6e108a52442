import type { Change } from '../change';
import type { Plan } from '../plan';
import type { Value } from '../value';

/** A resource that protects, records or limits another one: without it, AWS takes what is weakest. */
export interface Guard {
  /** What it is about, by the attribute that names it: the types that this may be. None: the account. */
  readonly of: Readonly<Record<string, readonly string[]>>;
  /** What is no longer so once it is gone. */
  readonly lost: string;
  /** Attributes of another one that does the same. Default: those of `of`. */
  readonly sameIn?: readonly string[];
  /** Whether it did anything. Default: it did. */
  readonly when?: (before: Value) => boolean;
}

/** Why nothing is protected any more, when a guard is deleted and what it is about stays without another one. */
export function guardGone(
  change: Change,
  plan: Plan,
  guards: Readonly<Record<string, Guard>>,
): string | undefined {
  const guard = Object.hasOwn(guards, change.type) ? guards[change.type]! : undefined;
  if (!guard || change.action !== 'delete' || guard.when?.(change.before) === false) return undefined;
  const owners = Object.entries(guard.of);
  const isWithOwner = owners.some(([path, types]) => plan.deletes(change.was(path), ...types));
  if (isWithOwner || plan.keepsAnother(change, guard.sameIn ?? owners.map(([path]) => path)))
    return undefined;
  return `is deleted: ${guard.lost}`;
}

/** A guard of a bucket, which a bucket has once at most. */
export const ofBucket = { bucket: ['aws_s3_bucket'] } as const;
