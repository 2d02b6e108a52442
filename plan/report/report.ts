import type { Change } from '../change';
import { downtime } from '../downtime';
import type { Plan } from '../plan';
import { exitCode, isOpen, type Judged, type Verdict } from '../verdict';
import { bounded, type ReportPart } from './bounded';
import { type Cost, costLine } from './cost';
import { driftLine, driftPart } from './drift';
import { approvalPart, findingsPart, worstLine } from './findings';
import { changeItems } from './items';
import { code, count, plain, table } from './markdown';
import { stateOnlyLines } from './state-only';

/** GitHub takes 65,536 characters in a comment; some are left for what others put around it. */
export const LONGEST = 60_000;
/**
 * Reports what plans would do, in Markdown, the most important first. It shows no value that Terraform marks as
 * sensitive.
 * @param today as 2026-11-24.
 */
export function report(verdict: Verdict, today: string, cost?: Cost): string {
  const { outcomes, judged } = verdict;
  const plans = outcomes.flatMap((outcome) => ('plan' in outcome ? [outcome.plan] : []));
  const open = judged.filter(isOpen);
  const parts: ReportPart[] = [
    ...failures(verdict),
    ...(['data', 'outage', 'exposure'] as const).map((kind) => findingsPart(kind, judged)),
    ...approvalPart(
      open,
      today,
      outcomes.map(({ stack }) => stack),
    ),
    driftPart(outcomes),
    {
      head: '### Downtime',
      items: plans.flatMap((plan) => plan.changes.flatMap((change) => downtimeItem(change, plan))),
      noun: 'interruptions',
    },
    everything(plans),
    leftOver(verdict),
  ];
  const fixed = [
    `## ${headline(verdict)}`,
    worstLine(open),
    counts(verdict),
    ...stateOnlyLines(outcomes),
    ...driftLine(outcomes),
    ...(cost ? [costLine(cost)] : []),
  ];
  return bounded(fixed.filter(Boolean).join('\n\n'), parts, LONGEST);
}

function headline(verdict: Verdict): string {
  const open = verdict.judged.filter(isOpen).length;
  switch (exitCode(verdict)) {
    case 0:
      return 'No changes';
    case 2:
      return `Changes, ${harmless(verdict.judged)}`;
    case 3:
      return `Needs an approval: ${open}`;
    case 1: {
      const failed = verdict.outcomes.filter((outcome) => 'failure' in outcome).length;
      const what =
        failed > 0 ? `${failed} of ${count(verdict.outcomes.length, 'stack')}` : 'an approval is wrong';
      return `Failed: ${what}${open > 0 ? `. Needs an approval: ${open}` : ''}`;
    }
  }
}

/** What is to be said of findings that nobody has to approve any more. */
function harmless(judged: readonly Judged[]): string {
  const approved = judged.filter(({ approval }) => approval).length;
  const told = judged.length - approved;
  const parts = [
    ...(approved > 0 ? [`${count(approved, 'dangerous one')} approved`] : []),
    ...(told > 0 ? [`${count(told, 'outage')} told`] : []),
  ];
  return parts.join(', ') || 'nothing dangerous';
}

function counts({ outcomes, judged }: Verdict): string {
  if (outcomes.length === 0) return 'Nothing was planned.';
  const rows = [...outcomes]
    .sort((a, b) => (a.stack < b.stack ? -1 : 1))
    .map((outcome) => {
      if ('failure' in outcome) return [code(outcome.stack), 'failed', '', '', '', ''];
      if ('waitsFor' in outcome)
        return [code(outcome.stack), `waits for ${code(outcome.waitsFor)}`, '', '', '', ''];
      const { changes, stack, isEmpty } = outcome.plan;
      const number = (action: Change['action']) =>
        `${changes.filter((change) => change.action === action).length}`;
      const own = judged.filter(({ change }) => change.stack === stack);
      const open = own.filter(isOpen).length;
      const state =
        open > 0
          ? `needs an approval: ${open}`
          : isEmpty
            ? 'no changes'
            : own.some(({ approval }) => approval)
              ? 'approved'
              : 'changes';
      return [code(stack), state, number('create'), number('update'), number('replace'), number('delete')];
    });
  return table(['stack', 'verdict', 'new', 'changed', 'replaced', 'deleted'], rows);
}

function failures({ outcomes, faults }: Verdict): ReportPart[] {
  const failed = outcomes.flatMap((outcome) =>
    'failure' in outcome ? [`- ${code(outcome.stack)}: ${plain(outcome.failure)}`] : [],
  );
  const waiting = outcomes.flatMap((outcome) =>
    'waitsFor' in outcome
      ? [
          `- ${code(outcome.stack)} reads what ${code(outcome.waitsFor)} makes, and can be planned once that is deployed.`,
        ]
      : [],
  );
  return [
    { head: '### Failed', items: failed, noun: 'failures' },
    { head: '### Not planned yet', items: waiting, noun: 'stacks' },
    { head: '### Wrong approvals', items: faults.map((fault) => `- ${plain(fault)}`), noun: 'faults' },
  ];
}

function downtimeItem(change: Change, plan: Plan): string[] {
  const text = downtime(change, plan);
  return text === undefined ? [] : [`- ${code(change.stack)} ${code(change.address)}: ${plain(text)}`];
}

function everything(plans: readonly Plan[]): ReportPart {
  const items = plans.flatMap(changeItems);
  return {
    head: `<details><summary>All changes: ${items.length}</summary>\n`,
    items,
    foot: '</details>',
    noun: 'changes',
  };
}

function leftOver({ leftOver }: Verdict): ReportPart {
  const files = leftOver.map((file) => `- ${code(file)}`);
  return {
    head: '<details><summary>Approvals that count no more and can be deleted</summary>\n',
    items: files,
    foot: '</details>',
    noun: 'files',
  };
}
