import { daysAfter } from '../approval';
import type { FindingKind } from '../finding';
import { groupFindings, proposal } from '../proposal';
import type { Judged } from '../verdict';
import type { ReportPart } from './bounded';
import { block, code, plain } from './markdown';

const HEADINGS: Readonly<Record<FindingKind, string>> = {
  data: '### Deleted or replaced, with what it holds',
  outage: '### Outage',
  exposure: '### Exposure',
};

const MOST_REASONS = 5;

/** How long a proposed approval counts, in days: time for a review. */
const PROPOSED_DAYS = 7;

/** The findings of one kind: first those that nobody has approved. */
export function findingsPart(kind: FindingKind, judged: readonly Judged[]): ReportPart {
  const own = judged.filter(({ rule }) => rule.kind === kind);
  // What is one of a kind first: a database matters more than its ten log groups.
  const open = groupFindings(own.filter(({ approval }) => !approval)).sort((a, b) => a.length - b.length);
  const approved = own.filter(({ approval }) => approval).map((one) => [one]);
  return { head: HEADINGS[kind], items: [...open, ...approved].map(findingItem), noun: 'findings' };
}

function findingItem(group: readonly Judged[]): string {
  const [{ change, rule, reasons, approval }] = group as [Judged];
  const addresses = group.map(({ change: { address } }) => code(address));
  const what =
    addresses.length === 1
      ? `${code(change.stack)} ${addresses[0]} `
      : `${code(change.stack)}, ${addresses.length} resources: `;
  const which = addresses.length === 1 ? '' : `: ${addresses.join(', ')}`;
  const approved = approval
    ? ` **Approved** until ${approval.expires} by ${code(approval.file)}: ${plain(approval.reason)}`
    : '';
  return `- ${what}${plain(shown(reasons))}. Rule ${code(rule.id)}${which}.${approved}`;
}

/** The first of many reasons: whoever reads a report wants to know what is wrong, not all of it. */
function shown(reasons: readonly string[]): string {
  const more = reasons.length - MOST_REASONS;
  return [...reasons.slice(0, MOST_REASONS), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/**
 * Says how to approve the findings that have no approval yet.
 * @param today as 2026-11-24.
 */
export function approvalPart(open: readonly Judged[], today: string): ReportPart[] {
  if (open.length === 0) return [];
  const { file, json } = proposal(open, daysAfter(today, PROPOSED_DAYS));
  const text = `To approve, give each a reason and add this to the pull request as ${code(file)}:\n\n${block('json', json.split('\n'))}`;
  return [
    { head: '### Approval', items: [text], noun: 'approvals (approvals/README.md says how to write one)' },
  ];
}
