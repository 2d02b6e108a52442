import { Failure } from '../../console/failure';
import { suggest } from '../../problems/suggest';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';

/**
 * The stacks that names and patterns mean, each once.
 * @throws Failure that names all that mean none, and what there is.
 */
export function chooseStacks(
  stacks: readonly SynthesizedStack[],
  names: readonly string[],
): SynthesizedStack[] {
  const known = stacks.map(({ name }) => name);
  const unknown = names.filter((name) => !known.some((stack) => means(name, stack)));
  if (unknown.length > 0) {
    throw new Failure(
      `stack: got ${unknown.map((name) => `"${name}"${suggest(name, known)}`).join(', ')}; allowed: ${known.join(', ')}`,
    );
  }
  return stacks.filter((stack) => names.some((name) => means(name, stack.name)));
}

/** Whether a name or pattern means a stack. */
export function means(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
