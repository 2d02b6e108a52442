import { parameterFile } from '../../parameters/parameter-file';
import type { Drifted, Found } from '../../plan/drift';
import { bounded, type ReportPart } from '../../plan/report/bounded';
import { difference } from '../../plan/report/difference';
import { block, code, count, plain } from '../../plan/report/markdown';
import { raisedVersion, renamedServer } from '../../plan/version-step';
import type { DriftSummary } from './summary';

type Verdict = DriftSummary[number]['verdict'];

/** What was found out about a stack. */
export interface Looked {
  readonly stack: string;
  /** A text: why nothing was. */
  readonly result: Found | string;
}

/** GitHub takes 65,536 characters in an issue. */
const LONGEST = 60_000;

/** The worst that is known of an environment's stacks. */
export function verdictOf(looked: readonly Looked[]): Verdict {
  const found = looked.flatMap(({ result }) => (typeof result === 'string' ? [] : [result]));
  if (found.length < looked.length) return 'failed';
  if (found.some(({ drifted }) => drifted.length > 0)) return 'drift';
  return found.some(({ pending }) => pending.length > 0) ? 'pending' : 'none';
}

/** The section of an environment, in Markdown. */
export function section(environment: string, looked: readonly Looked[]): string {
  const failed = looked.flatMap(({ stack, result }) =>
    typeof result === 'string' ? [`- ${code(stack)}: ${plain(result)}`] : [],
  );
  const found = looked.flatMap(({ stack, result }) =>
    typeof result === 'string' ? [] : [{ stack, ...result }],
  );
  const drifted = found.flatMap(({ stack, drifted }) =>
    drifted.map((one) => driftItem(environment, stack, one)),
  );
  const pending = found.flatMap(({ stack, pending }) =>
    pending.map((address) => `- ${code(stack)} ${code(address)}`),
  );
  const parts: ReportPart[] = [
    { head: '### Failed', items: failed, noun: 'failures' },
    {
      head: '### Changed beside the code\n\nThe next deploy sets it back. What is to stay belongs into the code first. `-` as it was deployed, `+` as it is.',
      items: drifted,
      noun: 'resources',
    },
    {
      head: `<details><summary>Not deployed yet: ${count(pending.length, 'change')} that the code makes${drifted.length > 0 ? ', or that follow from those above' : ''}</summary>\n`,
      items: pending,
      foot: '</details>',
      noun: 'changes',
    },
  ];
  return bounded(
    `## ${headline(environment, verdictOf(looked), drifted.length, pending.length)}`,
    parts,
    LONGEST,
  );
}

function headline(environment: string, verdict: Verdict, drifted: number, pending: number): string {
  const drift = drifted > 0 ? `${count(drifted, 'resource')} drifted` : 'no drift';
  switch (verdict) {
    case 'failed':
      return `${environment}: failed${drifted > 0 ? `; ${drift}` : ''}`;
    case 'drift':
      return `${environment}: ${drift}`;
    case 'pending':
      return `${environment}: no drift, ${count(pending, 'change')} to deploy`;
    case 'none':
      return `${environment}: no drift`;
  }
}

function driftItem(environment: string, stack: string, one: Drifted): string {
  const { address, gone, deployed, found } = one;
  const file = parameterFile(environment);
  const why = raisedVersion(one, file) ?? renamedServer(one, file);
  const head = `\n${code(stack)} ${code(address)} ${gone ? 'is gone' : 'was changed'}${why ? `: ${plain(why)}` : ''}`;
  const lines = gone ? [] : difference({ before: deployed, after: found });
  return lines.length > 0 ? `${head}\n\n${block('diff', lines)}` : head;
}
