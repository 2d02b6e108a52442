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
   * Why a change is dangerous, as the end of a sentence that begins with its address. Undefined: it is not dangerous.
   * Pure: it depends only on the change and on the rest of its plan.
   */
  readonly judge: (change: Change, plan: Plan) => string | undefined;
}

/** A dangerous change. */
export interface Finding {
  readonly rule: Rule;
  readonly change: Change;
  readonly why: string;
}
