import { bindingsOf, type Declared } from '../../declarations/binding';
import { startOrder } from '../../declarations/start-order';

/** The services that were asked for, and those that they bind, each after those. */
export function selectServices(names: Iterable<string>, declared: Declared): string[] {
  const wanted = new Set<string>();
  const add = (name: string) => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const { kind, name: bound } of bindingsOf(declared.services[name]!.bind ?? [], declared))
      if (kind === 'service') add(bound);
  };
  for (const name of names) add(name);
  return startOrder(declared.services).filter((name) => wanted.has(name));
}
