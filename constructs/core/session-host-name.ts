import { type Naming, resourceName } from './naming';

/** The tag `Name` of the server that leads to the Kubernetes API, by which rights to it are given. */
export function sessionHostName(naming: Naming): string {
  return resourceName(naming, 'launchTemplate', 'session-host');
}
