import type { Path } from '../../problems/check-value';
import type { Problem } from '../../problems/problem';

export const BACKING_FILE = 'services/backing.ts';

/** A fault in the declaration of a service. */
export function problemIn(service: string, path: Path, got: string, allowed: string): Problem {
  return { file: `services/${service}.ts`, path: path.join('.'), got, allowed };
}

/** A fault in the declaration of the backing services. */
export function problemInBacking(path: Path, got: string, allowed: string): Problem {
  return { file: BACKING_FILE, path: path.join('.'), got, allowed };
}
