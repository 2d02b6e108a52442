import { type Naming, resourcePath } from './naming';

type Place = Pick<Naming, 'platform' | 'environment'>;

/** Folder of the parameters that say what each stack of an environment runs. */
export function deployedPath(place: Place): string {
  return resourcePath(place, 'deployed');
}

/** Name of the parameter that says when somebody looked for drift last. */
export function driftPath(place: Place): string {
  return resourcePath(place, 'drift');
}
