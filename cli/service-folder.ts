import type { Failure } from '../console/failure';
import { suggest } from '../problems/suggest';

/**
 * Reads `storefront` or `storefront=examples/storefront`.
 * @param known all services.
 * @param refused what to throw.
 */
export function readServiceFolder(
  text: string,
  known: readonly string[],
  refused: (what: string) => Failure,
): [service: string, folder: string | undefined] {
  const [name = '', ...rest] = text.split('=');
  if (!known.includes(name)) {
    throw refused(`got "${name}"${suggest(name, known) || `; allowed: ${known.join(', ')}`}`);
  }
  const folder = rest.join('=');
  if (rest.length > 0 && folder === '') throw refused(`${name}=: got no folder`);
  return [name, folder || undefined];
}
