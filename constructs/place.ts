import type { ContractReader } from './contract-reader';
import type { Naming } from './naming';

/** Where the services of an environment run. */
export interface Place {
  readonly naming: Naming;
  /** Name of the cluster: a literal, enough for policies and for looking it up. */
  readonly cluster: string;
  /** What the platform of the environment tells. */
  readonly contract: ContractReader;
}

/** The namespace of a group of services. */
export function namespaceOf(_place: Pick<Place, 'naming' | 'cluster'>, group: string): string {
  return group;
}
