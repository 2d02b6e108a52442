import { Failure } from '../../console/failure';
import { suggest } from '../../problems/suggest';
import type { SynthesizedStack } from '../../terraform/synthesized-stack';

/**
 * What was decided for each stack, of those that have such a resource: an environment is named as a whole.
 * @param take ids by address.
 * @throws Failure when none of the stacks has one, or several have.
 */
export function takenBy(
  stacks: readonly SynthesizedStack[],
  take: ReadonlyMap<string, string>,
): ReadonlyMap<SynthesizedStack, ReadonlyMap<string, string>> {
  const addresses = new Map(stacks.map((stack) => [stack, addressesOf(stack)]));
  for (const address of take.keys()) {
    const having = stacks.filter((stack) => addresses.get(stack)!.has(address));
    if (having.length === 1) continue;
    const names = (having.length > 0 ? having : stacks).map(({ name }) => name);
    const known = stacks.flatMap((stack) => [...addresses.get(stack)!]);
    throw new Failure(
      having.length > 1
        ? `--take: ${names.join(' and ')} each have a resource ${address}; name one of these stacks`
        : `--take: ${names.join(', ')} has no resource ${address}${suggest(address, known)}`,
    );
  }
  const own = (stack: SynthesizedStack) =>
    new Map([...take].filter(([address]) => addresses.get(stack)!.has(address)));
  return new Map(stacks.map((stack) => [stack, own(stack)]));
}

function addressesOf({ document }: SynthesizedStack): Set<string> {
  const types = Object.entries(document.resource ?? {});
  return new Set(types.flatMap(([type, byId]) => Object.keys(byId).map((id) => `${type}.${id}`)));
}
