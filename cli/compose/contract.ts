import { namingOf } from '../../constructs/core/naming';
import { type Thing, thingsOf } from '../../declarations/backing';
import type { Declared } from '../../declarations/binding';
import { namesUsedBy } from '../../declarations/uses';
import type { Synthesis } from './pods/objects';
import type { ComposeContract } from './pods/references';
import { toldOf } from './servers/servers';

/** What these services bind, in the order of the declarations. */
export function boundThings(services: readonly string[], declared: Declared): Thing[] {
  const bound = new Set(services.flatMap((service) => namesUsedBy(declared.services[service]!)));
  return thingsOf(declared.backing).filter(({ name }) => bound.has(name));
}

/** What the contract of an environment tells here of the things that services bind. */
export function contractOf({ declared, project, environment }: Synthesis): ComposeContract {
  const contract: Record<string, Record<string, object>> = {};
  for (const thing of thingsOf(declared.backing)) {
    contract[thing.section] = {
      ...contract[thing.section],
      [thing.name]: toldOf(thing, namingOf(project, environment)),
    };
  }
  return contract;
}
