/**
 * The entry of that name. The parameters have the same names as the declarations, so there is one.
 * @throws when there is none, with the names that there are.
 */
export function entryOf<T>(all: Readonly<Record<string, T>>, name: string): T {
  if (Object.hasOwn(all, name)) return all[name]!;
  throw new Error(`parameters: got no "${name}", allowed ${Object.keys(all).join(', ')}`);
}
