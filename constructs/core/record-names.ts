import { type EnvironmentNaming, resourcePath } from './naming';

/** Folder of the parameters that say what each stack of an environment runs. */
export function deployedPath(place: EnvironmentNaming): string {
  return resourcePath(place, 'deployed');
}

/** Name of the parameter that says when somebody looked for drift last. */
export function driftPath(place: EnvironmentNaming): string {
  return resourcePath(place, 'drift');
}
