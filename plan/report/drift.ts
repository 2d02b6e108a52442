import type { Drifted } from '../drift';
import type { StackOutcome } from '../verdict';
import type { ReportPart } from './bounded';
import { code } from './markdown';

/** More attributes of one resource are counted. */
const MOST_ATTRIBUTES = 5;

/** What a report without a look at what exists does not see, and who does. */
const UNSEEN =
  'What somebody has changed or deleted beside the code is not in this report, as the role that may only read plans without a look at it. `npm run drift` looks each night (docs/pull-requests.md), and so does the plan of a deploy.';

/** A line about drift that was not looked for, if there is any to be said. */
export function driftLine(outcomes: readonly StackOutcome[]): string[] {
  return outcomes.some((outcome) => 'plan' in outcome && !outcome.plan.isRefreshed) ? [UNSEEN] : [];
}

/** What was changed or deleted beside the code, and what a deploy would do about it. */
export function driftPart(outcomes: readonly StackOutcome[]): ReportPart {
  return {
    head: '### Changed beside the code, and set back by a deploy',
    items: outcomes.flatMap((outcome) =>
      'plan' in outcome ? (outcome.drifted ?? []).map((one) => driftItem(outcome.stack, one)) : [],
    ),
    noun: 'differences',
  };
}

function driftItem(stack: string, { address, gone, found }: Drifted): string {
  const paths = Object.keys(found);
  const more = paths.length - MOST_ATTRIBUTES;
  const what = gone
    ? 'is not there any more, and is made anew'
    : [...paths.slice(0, MOST_ATTRIBUTES).map(code), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return `- ${code(stack)} ${code(address)}${gone ? ' ' : ': '}${what}`;
}
