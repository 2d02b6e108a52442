import { type Approval, type Approvals, isFor } from './approval';
import { digest } from './digest';
import type { Drifted } from './drift';
import type { Finding } from './finding';
import { GUARD } from './guard';
import type { Plan } from './plan';
import { findings, ruleIds } from './rules';

/** What was found out about a stack. */
export type StackOutcome =
  | {
      readonly stack: string;
      readonly plan: Plan;
      /** What was changed beside the code, and a deploy sets back. */
      readonly drifted?: readonly Drifted[];
    }
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
  /** What was found beside the plans: in what judges them. Undefined: nobody looked. */
  readonly guard?: readonly Finding[];
}

/** Judges plans. */
export function judge(
  outcomes: readonly StackOutcome[],
  { now, old, isDiff, stacks, guard }: JudgeContext,
): Verdict {
  const plans = outcomes.flatMap((outcome) => ('plan' in outcome ? [outcome.plan] : []));
  const found = [...(guard ?? []), ...plans.flatMap(findings)];
  const planned = [...plans.map(({ stack }) => stack), ...(guard ? [GUARD] : [])];
  const about = byDanger(found);
  const wrong = now.approvals.flatMap((approval) => {
    const why = whyWrong(approval, about.get(dangerOf(approval)) ?? [], planned, [...stacks, GUARD]);
    return why === undefined ? [] : [{ approval, why }];
  });
  const approvals = new Map<string, Approval>();
  for (const one of now.approvals.toReversed()) approvals.set(`${one.finding} ${dangerOf(one)}`, one);
  return {
    outcomes,
    judged: found.map((finding) => ({
      ...finding,
      approval: approvals.get(`${digest(finding)} ${dangerOf(nameOf(finding))}`),
    })),
    faults: [...now.faults, ...(isDiff ? wrong.map(({ why }) => why) : [])],
    leftOver: leftOver([...old, ...(isDiff ? [] : wrong.map(({ approval }) => approval))], now.approvals),
  };
}

export function exitCode({ outcomes, judged, faults }: Verdict): ExitCode {
  if (faults.length > 0 || outcomes.some((outcome) => 'failure' in outcome)) return 1;
  if (judged.some(isOpen)) return 3;
  return outcomes.some((outcome) => !('plan' in outcome && outcome.plan.isEmpty)) ? 2 : 0;
}

/** What an approval and a finding have in common, whatever was found. */
interface Named {
  readonly resource: string;
  readonly rule: string;
}

function dangerOf({ resource, rule }: Named): string {
  return `${rule} ${resource}`;
}

function nameOf({ rule, change }: Finding): Named {
  return { rule: rule.id, resource: change.resource };
}

function byDanger(found: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of found) {
    const key = dangerOf(nameOf(finding));
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return groups;
}

/** Why an approval approves nothing, in a sentence. About a stack that was not planned nobody knows. */
function whyWrong(
  approval: Approval,
  found: readonly Finding[],
  planned: readonly string[],
  stacks: readonly string[],
): string | undefined {
  const { resource, rule, place } = approval;
  const stack = resource.split(':')[0]!;
  if (!ruleIds.includes(rule)) return undefined;
  const says = `${place('resource')}: approves ${rule} for ${resource}, and`;
  if (!stacks.includes(stack)) return `${says} there is no stack ${stack}; allowed: ${stacks.join(', ')}`;
  if (!planned.includes(stack) || found.some((finding) => isFor(approval, finding))) return undefined;
  const [other] = found;
  if (!other) return `${says} no plan would do that: correct it or delete it`;
  return `${place('finding')}: approves another finding of ${rule} for ${resource}; found now: it ${other.reasons.join('; ')}. If that is right, write "finding": "${digest(other)}", and a reason for just that`;
}

/** Files, and what of a file if the rest of it counts. */
function leftOver(old: readonly Approval[], now: readonly Approval[]): string[] {
  const useful = new Set(now.filter((one) => !old.includes(one)).map(({ file }) => file));
  const named = old.map(({ file, rule, resource }) =>
    useful.has(file) ? `${file}: ${rule} for ${resource}` : file,
  );
  return [...new Set(named)].sort();
}
