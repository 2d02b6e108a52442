import type { Value } from '../value';
import type { Order } from './order';

/** What an attribute means in whatever type it stands, by its name. */
export interface NamedSetting {
  /**
   * Names, or what a name has to look like. A name that means nothing alone stands with the one that it is in:
   * `logging.enabled`. An index or a list between them does not count.
   */
  readonly names: readonly (string | RegExp)[];
  readonly isWeaker: Order;
  readonly says: (was: Value, will: Value, name: string) => string;
  /** Whether nothing may be made with that value either. */
  readonly isBad?: (value: Value) => boolean;
  /** What nothing stands for. Default: nothing. */
  readonly absent?: Value;
}

/** Finds the meaning of a name in a table; the first that fits. Each name is looked up once. */
export function lookup(table: readonly NamedSetting[]): (name: string) => NamedSetting | undefined {
  const exact = new Map<string, NamedSetting>();
  for (const named of [...table].reverse()) {
    for (const name of named.names) if (typeof name === 'string') exact.set(name, named);
  }
  const patterns = table.flatMap((named) =>
    named.names.filter((name) => name instanceof RegExp).map((name) => [name, named] as const),
  );
  const known = new Map<string, NamedSetting | undefined>();
  return (name) => {
    if (!known.has(name)) {
      known.set(name, exact.get(name) ?? patterns.find(([pattern]) => pattern.test(name))?.[1]);
    }
    return known.get(name);
  };
}
