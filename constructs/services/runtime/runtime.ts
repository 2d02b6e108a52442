import type { ContractReader } from '../../contract/contract-reader';
import type { Naming } from '../../core/naming';

/** Where the services of an environment run. */
export interface Runtime {
  readonly naming: Naming;
  /** Name of the cluster: a literal, enough for policies and for looking it up. */
  readonly cluster: string;
  /** What the platform of the environment tells. */
  readonly contract: ContractReader;
  /** For a preview, which is a guest of another environment. */
  readonly guest?: Guest;
  /** Whether previews are guests of this environment. */
  readonly hostsPreviews: boolean;
}

/** A preview in the environment that it is within. */
export interface Guest {
  /** What tells its names from those of the host and of other guests, `pr-42`. */
  readonly id: string;
  /** Name of the environment that it is within. */
  readonly host: string;
  /** Which places the rules of its routes have among those of guests (`npm run preview` chooses it). Default: 0. */
  readonly attempt?: number;
  /** The databases and caches that are on servers of the host. */
  readonly shared: ReadonlySet<string>;
}

/** What tells the names of a place from those of others. */
interface Named {
  readonly guest?: Pick<Guest, 'id'>;
}

/** The namespace of a group of services. */
export function namespaceOf({ guest }: Named, group: string): string {
  return guest ? `${group}-${guest.id}` : group;
}

/** The name of a host below the domain of the environment. */
export function hostOf({ guest }: Named, host: string): string {
  return guest ? `${host}-${guest.id}` : host;
}

/** Whether a database or cache is on a server that others use as well. */
export function isShared({ guest }: Pick<Runtime, 'guest'>, name: string): boolean {
  return guest?.shared.has(name) ?? false;
}

/** What the keys of a guest begin with in a cache that it shares. Nothing elsewhere. */
export function keyPrefix(runtime: Pick<Runtime, 'guest'>, name: string): string {
  return isShared(runtime, name) ? `${runtime.guest!.id}:` : '';
}
