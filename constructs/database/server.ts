import { Construct } from 'constructs';
import { FIRST_SERVER } from '../../parameters/kinds/server';

/** A thing without the parameter `server`. */
export const ONLY_THE_FIRST = { name: FIRST_SERVER, restored: undefined, old: [] } as const;

/** What the name of a server ends in, for `resourceName`: `prod-orders`, `prod-orders-b`. */
export function ending(letter: string): readonly string[] {
  return letter === FIRST_SERVER ? [] : [letter];
}

/** Where the parts of one server stand. Those of the first stand beside what all its servers share, as they always did. */
export function serverScope(scope: Construct, letter: string): Construct {
  return letter === FIRST_SERVER ? scope : new Construct(scope, letter);
}
