import type { StackOutcome } from '../verdict';
import { code } from './markdown';

/** What happens in the state alone, which the table of changes has no column for. */
export function stateOnlyLines(outcomes: readonly StackOutcome[]): string[] {
  return outcomes.flatMap((outcome) => {
    if (!('plan' in outcome)) return [];
    const { left, moved, imported } = outcome.plan.stateOnly;
    const parts = [
      ...(left > 0
        ? [`${left} ${left === 1 ? 'leaves' : 'leave'} it and stay${left === 1 ? 's' : ''} as before`]
        : []),
      ...(moved > 0 ? [`${moved} ${moved === 1 ? 'gets' : 'get'} another address`] : []),
      ...(imported > 0
        ? [
            `${imported} that ${imported === 1 ? 'was' : 'were'} there before ${imported === 1 ? 'comes' : 'come'} into it`,
          ]
        : []),
    ];
    return parts.length > 0 ? [`In the state of ${code(outcome.stack)} alone: ${parts.join(', ')}.`] : [];
  });
}
