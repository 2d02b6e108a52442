import { namingOf } from '../../constructs/core/naming';
import { databaseName } from '../../constructs/database/database';
import { type Thing, thingsOf } from '../../declarations/backing';
import type { Declared } from '../../declarations/binding';
import { portOf } from '../../declarations/port';
import { dataBucketName } from '../../stacks/kinds/bucket';
import type { Synthesis } from './pods/objects';
import type { ComposeContract } from './pods/references';

/** What these services bind, in the order of the declarations. */
export function boundThings(services: readonly string[], declared: Declared): Thing[] {
  const bound = new Set(services.flatMap((service) => declared.services[service]!.bind ?? []));
  return thingsOf(declared.backing).filter(({ name }) => bound.has(name));
}

/** What the contract tells here: of a server its name is the host. */
export function contractOf({ declared, project, environment }: Synthesis): ComposeContract {
  const contract: Record<keyof ComposeContract, Record<string, object>> = {
    databases: {},
    caches: {},
    buckets: {},
  };
  for (const { kind, section, name, declaration } of thingsOf(declared.backing)) {
    if (kind === 'bucket') {
      contract[section][name] = { name: dataBucketName(namingOf(project, environment), name) };
      continue;
    }
    const port = portOf(declaration);
    const database = databaseName(name);
    contract[section][name] = { host: name, port, database, servers: [`${name}:${port}`] };
  }
  return contract as ComposeContract;
}
