import { bounded, type ReportPart } from '../report/bounded';
import { code, count, plain } from '../report/markdown';
import type { Comparison } from './compare';
import type { Difference } from './difference';

/** Leaves room for the report of the plan itself. */
const LONGEST = 20_000;

/** Says how what would be applied compares with what was reviewed, in Markdown. */
export function comparisonReport(comparisons: readonly Comparison[]): string {
  const differences = comparisons.flatMap((one) => one.differences);
  const less = comparisons.flatMap((one) => one.less);
  const notes = comparisons.flatMap(({ note }) => note ?? []);
  if (differences.length === 0) {
    const but =
      less.length > 0 ? `, but for ${count(less.length, 'change')} that nothing is left to do for` : '';
    return [`## As reviewed${but}`, ...notes.map((note) => `- ${plain(note)}`)].join('\n\n').concat('\n');
  }
  const parts: ReportPart[] = [
    { head: 'A deploy with this review applies nothing.', items: differences.map(item), noun: 'differences' },
    { head: '', items: notes.map((note) => `- ${plain(note)}`), noun: 'notes' },
  ];
  return bounded(`## Not what was reviewed: ${count(differences.length, 'difference')}`, parts, LONGEST);
}

function item(difference: Difference): string {
  return `- ${place(difference)} ${plain(difference.text)}.`;
}

function place({ stack, address, attribute }: Difference): string {
  return [stack, address, attribute].flatMap((part) => (part === undefined ? [] : [code(part)])).join(' ');
}
