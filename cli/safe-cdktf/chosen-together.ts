import { dirname } from 'node:path';
import { readStacks, type SynthesizedStack } from '../../terraform/synthesized-stack';
import { means } from '../plan/choose-stacks';

/**
 * A stack, and those that the same command deploys after it because they build on it.
 * @param chosen names and patterns, with spaces between. Default: the stack alone.
 */
export function together(stack: SynthesizedStack, chosen = ''): SynthesizedStack[] {
  const names = chosen.split(' ').filter(Boolean);
  const isChosen = ({ name }: SynthesizedStack) => names.some((pattern) => means(pattern, name));
  if (!isChosen(stack)) return [stack];
  const others = readStacks(dirname(dirname(stack.directory))).filter(isChosen);
  return [stack, ...others.filter(({ dependencies }) => dependencies.includes(stack.name))];
}
