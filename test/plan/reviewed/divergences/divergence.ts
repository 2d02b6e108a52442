import type { Draft } from '../reviewed-case';

/** What is between the review and the deploy. */
export interface Divergence {
  readonly name: string;
  /** The plan that was reviewed: of the real provider. */
  readonly of: string;
  /** Makes what was reviewed what is reviewed here, where the recorded plan is not it. */
  readonly first?: (reviewed: Draft) => void;
  readonly meanwhile: (applied: Draft) => void;
  /** What is said of it. */
  readonly says: RegExp;
}

// Plans of the corpus, by their rules and names.
export const LOGS = 'retention-shortened: logs';
export const DATABASE = 'retention-shortened: backups, longer';
export const POLICY = 'policy-widened: one more action on the same resource';
export const RULE = 'network-opened: a new rule inside';
export const IMAGE = 'pod-privileged: another image';
export const REPLACED = 'data-replaced: a bucket of another name';
export const DELETED = 'data-deleted: a database';
export const UNKNOWN_POLICY =
  'policy-widened: a new policy that allows all, with a text that is not whole before the apply';
