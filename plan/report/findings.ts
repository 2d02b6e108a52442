import { daysAfter } from '../approval';
import type { FindingKind } from '../finding';
import { groupFindings, type Proposal, proposal } from '../proposal';
import { worstFirst } from '../severity';
import type { Judged } from '../verdict';
import type { ReportPart } from './bounded';
import { block, code, count, plain, table } from './markdown';

const HEADINGS: Readonly<Record<FindingKind, string>> = {
  data: '### Deleted or replaced, with what it holds',
  outage: '### Outage',
  exposure: '### Exposure',
};

const MOST_REASONS = 5;
/** Of a group of which the same was found; the approval names all. */
const MOST_ADDRESSES = 20;
/** Characters of a proposal that a report shows whole. */
const LONGEST_PROPOSAL = 16_000;

/** How long a proposed approval counts, in days: time for a review. */
const PROPOSED_DAYS = 7;

/** The findings of one kind: first those that nobody has approved. */
export function findingsPart(kind: FindingKind, judged: readonly Judged[]): ReportPart {
  const own = judged.filter(({ rule }) => rule.kind === kind);
  const open = worstFirst(groupFindings(own.filter(({ approval }) => !approval)));
  const approved = own.filter(({ approval }) => approval).map((one) => [one]);
  return { head: HEADINGS[kind], items: [...open, ...approved].map(findingItem), noun: 'findings' };
}

function findingItem(group: readonly Judged[]): string {
  const [{ change, rule, reasons, approval }] = group as [Judged];
  const addresses = group.map(({ change: { address } }) => code(address));
  const what =
    addresses.length === 1
      ? `${code(change.stack)} ${addresses[0]} `
      : `${code(change.stack)}, each of ${addresses.length} resources `;
  const which = addresses.length === 1 ? '' : `: ${some(addresses, MOST_ADDRESSES).join(', ')}`;
  const approved = approval
    ? ` **Approved** until ${approval.expires} by ${code(approval.file)}: ${plain(approval.reason)}`
    : '';
  return `- ${what}${plain(shown(reasons))}. Rule ${code(rule.id)}${which}.${approved}`;
}

/** The first of many reasons: whoever reads a report wants to know what is wrong, not all of it. */
function shown(reasons: readonly string[]): string {
  return some(reasons, MOST_REASONS).join('; ');
}

function some(texts: readonly string[], most: number): string[] {
  const more = texts.length - most;
  return more > 0 ? [...texts.slice(0, most), `and ${more} more`] : [...texts];
}

/** What matters most of what has no approval, in a line; nothing where only one thing was found. */
export function worstLine(open: readonly Judged[]): string | undefined {
  const [worst, second] = worstFirst(groupFindings(open));
  if (!worst || !second) return undefined;
  const [{ change, reasons }] = worst as [Judged];
  const more = worst.length > 1 ? ` and ${worst.length - 1} like it` : '';
  return `**First of all:** ${code(change.stack)} ${code(change.address)}${more} ${plain(reasons[0]!)}.`;
}

/**
 * Says how to approve the findings that have no approval yet.
 * @param today as 2026-11-24.
 * @param stacks that were planned.
 */
export function approvalPart(
  open: readonly Judged[],
  today: string,
  stacks: readonly string[],
): ReportPart[] {
  if (open.length === 0) return [];
  const proposed = proposal(open, expiry(today));
  const text =
    proposed.json.length <= LONGEST_PROPOSAL ? wholeProposal(proposed) : counted(proposed, open, stacks);
  return [{ head: '### Approval', items: [text], noun: 'approvals', isKept: true }];
}

/** The last day of an approval that is proposed today. */
export function expiry(today: string): string {
  return daysAfter(today, PROPOSED_DAYS);
}

function wholeProposal({ file, json, entries }: Proposal): string {
  const each = entries === 1 ? 'give it a reason' : 'give each a reason';
  return `To approve, ${each} and add this to the pull request as ${code(file)}:\n\n${block('json', json.split('\n'))}`;
}

/** Where a comment has no room for all entries: how many there are of each rule, and what writes them. */
function counted({ file, entries }: Proposal, open: readonly Judged[], stacks: readonly string[]): string {
  const byRule = new Map<string, number>();
  for (const { rule } of open) byRule.set(rule.id, (byRule.get(rule.id) ?? 0) + 1);
  const rows = [...byRule].map(([rule, findings]) => [code(rule), `${findings}`]);
  const command = `npm run plan -- ${stacks.join(' ')} --approve ${file}`;
  const many = entries === 1 ? 'one entry' : `${entries} entries`;
  return `${count(open.length, 'finding')} would take ${many}, longer than a comment can hold. Ask first whether they belong into one change. If so, this writes all of them, for you to give each a reason:\n\n${block('sh', [command])}\n\n${table(['rule', 'findings'], rows, 1)}`;
}
