import type { Change } from './change';
import type { Plan } from './plan';

/** What a rule guards, which is where its findings stand in a report. */
export type FindingKind = 'data' | 'exposure' | 'outage';

/** Why a change is dangerous: ends of a sentence that begins with its address. None: it is not dangerous. */
export type Reasons = undefined | string | readonly string[];

/** All of several reasons. */
export function allOf(...reasons: readonly Reasons[]): string[] {
  return reasons.flatMap((some) => some ?? []);
}

/** Finds one kind of danger. */
export interface Rule {
  /** What an approval names. Stable: lower-case letters and dashes. */
  readonly id: string;
  readonly kind: FindingKind;
  /** Whether it speaks only of changes of which no other rule does. Default: it always speaks. */
  readonly isLast?: boolean;
  /** Whether nobody has to approve what it finds, wherever it is. Default: false. */
  readonly isOnlyTold?: boolean;
  /** What it finds, in a line. */
  readonly finds: string;
  /**
   * Why a change is dangerous. Every reason is given, however many there are: what is approved is what was found, and the
   * report cuts. Pure: it depends only on the change and on the rest of its plan.
   */
  readonly judge: (change: Change, plan: Plan) => Reasons;
}

/** A dangerous change. */
export interface Finding {
  readonly rule: Rule;
  readonly change: Change;
  /** At least one. */
  readonly reasons: readonly string[];
  /** False for an outage of what nobody protects, or that passes: the report tells of it, and nobody has to approve it. */
  readonly needsApproval: boolean;
}
