import type { Problem } from '../../problems/problem';
import { thingsOf } from '../backing';
import type { Declared } from '../binding';
import { problemIn } from './problem-in';

/** A service that takes the name which another one has, or had. */
export function checkRenamed({ backing, services }: Declared): Problem[] {
  const things = new Map(thingsOf(backing).map(({ name, section }) => [name, section]));
  const owners = new Map<string, string>();
  return Object.entries(services).flatMap(([name, { renamedFrom }]) => {
    if (renamedFrom === undefined) return [];
    const refuse = (got: string, allowed: string) => [
      problemIn(name, ['renamedFrom'], `"${renamedFrom}"${got}`, allowed),
    ];
    const owner = owners.get(renamedFrom);
    owners.set(renamedFrom, name);
    if (renamedFrom === name) return refuse(', its own name', 'the name that it had before, or nothing');
    if (Object.hasOwn(services, renamedFrom)) {
      return refuse(
        `, which is a service in services/services.ts`,
        `the name of a service that is gone: what ${renamedFrom} owns stays with it`,
      );
    }
    if (things.has(renamedFrom)) {
      return refuse(
        `, which is one of the ${things.get(renamedFrom)} in services/backing.ts`,
        'the name that the service had when it was first deployed',
      );
    }
    if (owner === undefined) return [];
    return refuse(
      `, as services/${owner}.ts says`,
      'another name for one of them: what it owns goes to one service',
    );
  });
}
