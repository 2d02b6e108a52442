import type { Change } from './change';
import type { Plan } from './plan';

/** What a rule guards, which is where its findings stand in a report. */
export type FindingKind = 'data' | 'exposure';

/** Finds one kind of danger. */
export interface Rule {
  /** What an approval names. Stable: lower-case letters and dashes. */
  readonly id: string;
  readonly kind: FindingKind;
  /** What it finds, in a line. */
  readonly finds: string;
  /**
   * Why a change is dangerous, in words that follow its address; undefined when it is not.
   * Pure: of the change and of what else its plan would do.
   */
  readonly judge: (change: Change, plan: Plan) => string | undefined;
}

/** A dangerous change. */
export interface Finding {
  readonly rule: Rule;
  readonly change: Change;
  readonly why: string;
}
