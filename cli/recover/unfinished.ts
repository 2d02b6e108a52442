import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import type { Planner } from '../plan/terraform';
import { type Adopted, isMade } from './adopter';

/**
 * Finds a stack of which something is missing, so that a plan of what is built on it may fail: its cluster lets nobody in.
 * The state of a destroy that was killed still has what is gone, so AWS is asked, too.
 * @param beneath the stacks that another is built on, with what their states told.
 * @param planner one that refreshes.
 */
export async function unfinished(
  beneath: readonly (readonly [SynthesizedStack, Pick<Adopted, 'isWhole'>])[],
  planner: Pick<Planner, 'plan'>,
): Promise<string | undefined> {
  const told = beneath.find(([, { isWhole }]) => !isWhole);
  if (told) return told[0].name;
  for (const [stack] of beneath) {
    const plan = await planner.plan(stack);
    // One that can't even be planned is not whole.
    if ('why' in plan || (plan.json.resource_changes ?? []).some(isMade)) return stack.name;
  }
  return undefined;
}
