import type { SynthesizedStack } from '../../terraform/synthesized-stack';
import { chooseStacks } from '../plan/choose-stacks';

/**
 * The stack of that name, after those that build on nothing the ones that build on it: an environment's platform, then its
 * services.
 * @throws Failure that names what there is.
 */
export function chosenStacks(stacks: readonly SynthesizedStack[], name: string): SynthesizedStack[] {
  const [named] = chooseStacks(stacks, [name.replaceAll('*', '')]);
  const others = stacks.filter(({ buildsOn }) => buildsOn.some((below) => below.name === named!.name));
  return [named!, ...others];
}
