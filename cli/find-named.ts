import { Failure } from '../console/failure';
import { suggest } from '../problems/suggest';

/**
 * What a user named.
 * @param what it is, such as `environment`.
 * @param further what else is allowed, in words.
 * @throws Failure with the names that there are, and the one that was probably meant.
 */
export function findNamed<T>(
  what: string,
  name: string,
  all: ReadonlyMap<string, T>,
  exitCode = 1,
  further?: string,
): T {
  const found = all.get(name);
  if (found) return found;
  const names = [...all.keys()];
  const allowed = [...names, ...(further ? [further] : [])].join(', ');
  throw new Failure(`${what}: got "${name}"${suggest(name, names)}; allowed: ${allowed}`, exitCode);
}
