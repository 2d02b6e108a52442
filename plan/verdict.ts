import { type Approval, type Approvals, isFor } from './approval';
import type { Finding } from './finding';
import type { Plan } from './plan';
import { findings, rules } from './rules';

/** What was found out about a stack. */
export type StackOutcome =
  | { readonly stack: string; readonly plan: Plan }
  /** It reads what that stack has yet to make. */
  | { readonly stack: string; readonly waitsFor: string }
  /** Why there is no plan, in a sentence or a few lines. */
  | { readonly stack: string; readonly failure: string };

/** A finding, and who takes it upon themselves. */
export interface Judged extends Finding {
  readonly approval?: Approval;
}

/** Whether somebody has yet to approve it. */
export function isOpen({ approval, needsApproval }: Judged): boolean {
  return needsApproval && !approval;
}

export interface Verdict {
  readonly outcomes: readonly StackOutcome[];
  readonly judged: readonly Judged[];
  /** What is wrong with approvals, each a sentence. */
  readonly faults: readonly string[];
  /** Files of approvals that nobody needs any more. */
  readonly leftOver: readonly string[];
}

/** 0: no changes. 1: an error. 2: changes. 3: a change needs an approval. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface JudgeContext {
  /** Approvals that count. */
  readonly now: Approvals;
  /** Approvals that do not, as no diff brings them. */
  readonly old: readonly Approval[];
  /** Whether those that count are part of a diff, in which one for nothing is a mistake and no leftover. */
  readonly isDiff: boolean;
  /** All stacks that there are: an approval for another one is for nothing. */
  readonly stacks: readonly string[];
}

/** Judges plans. */
export function judge(
  outcomes: readonly StackOutcome[],
  { now, old, isDiff, stacks }: JudgeContext,
): Verdict {
  const plans = outcomes.flatMap((outcome) => ('plan' in outcome ? [outcome.plan] : []));
  const found = plans.flatMap(findings);
  const planned = plans.map(({ stack }) => stack);
  const stale = now.approvals.filter((approval) => isStale(approval, found, planned, stacks));
  return {
    outcomes,
    judged: found.map((finding) => ({
      ...finding,
      approval: now.approvals.find((one) => isFor(one, finding)),
    })),
    faults: [...now.faults, ...(isDiff ? stale.map((approval) => staleText(approval, stacks)) : [])],
    leftOver: [...new Set([...old, ...(isDiff ? [] : stale)].map(({ file }) => file))].sort(),
  };
}

export function exitCode({ outcomes, judged, faults }: Verdict): ExitCode {
  if (faults.length > 0 || outcomes.some((outcome) => 'failure' in outcome)) return 1;
  if (judged.some(isOpen)) return 3;
  return outcomes.some((outcome) => !('plan' in outcome && outcome.plan.isEmpty)) ? 2 : 0;
}

/** Whether an approval is for nothing. About a stack that was not planned nobody knows. */
function isStale(
  approval: Approval,
  found: readonly Finding[],
  planned: readonly string[],
  stacks: readonly string[],
): boolean {
  const stack = stackOf(approval);
  if (!rules.some(({ id }) => id === approval.rule)) return false;
  if (!stacks.includes(stack)) return true;
  return planned.includes(stack) && !found.some((finding) => isFor(approval, finding));
}

function staleText({ file, resource, rule }: Approval, stacks: readonly string[]): string {
  const stack = resource.split(':')[0]!;
  const why = stacks.includes(stack)
    ? `no plan would do that: correct it or delete it`
    : `there is no stack ${stack}; allowed: ${stacks.join(', ')}`;
  return `${file}  resource: approves ${rule} for ${resource}, and ${why}`;
}

function stackOf({ resource }: Approval): string {
  return resource.split(':')[0]!;
}
