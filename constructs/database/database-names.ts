import { type Naming, resourceName } from '../core/naming';
import { ending } from './server';

export interface DatabaseNames {
  readonly naming: Naming;
  /** Its name in services/backing.ts. */
  readonly name: string;
}

/** What RDS calls a server of a database. */
export function serverIdentifier({ naming, name }: DatabaseNames, letter: string): string {
  return resourceName(naming, 'database', name, ...ending(letter));
}

/** The one database on a server at its start. */
export function databaseName(name: string): string {
  return name.replaceAll('-', '_');
}
