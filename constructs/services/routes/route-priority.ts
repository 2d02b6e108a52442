import { createHash } from 'node:crypto';
import { keptName } from '../../../declarations/kept-name';
import type { Services } from '../../../declarations/service';
import type { DomainsParameters } from '../../../parameters/domains';

/** Where requests go by their host and path. */
export interface Address {
  /** A label before the environment's domain, or a whole domain beside it. */
  readonly host: string;
  /** Undefined: everything of the host that no longer path takes. */
  readonly path?: string;
}

/** The priorities of a route: its own, and those just before it, for versions that run beside the first. */
export interface Priorities {
  readonly rule: number;
  readonly further: readonly number[];
}

/** By `addressKey`. */
export type PrioritiesByRoute = ReadonlyMap<string, Priorities>;

/** Whose routes get places among those of guests. */
export interface Draw {
  /** Of the preview. */
  readonly id: string;
  /** Another one gives the routes other places, if somebody else has one of these. Default: 0. */
  readonly attempt?: number;
}

/** Versions of a service that run beside the first, at most. Source: parameters/service-parameters.ts */
const FURTHER = 2;
const EACH = FURTHER + 1;

interface Places {
  /** The first priority. */
  readonly from: number;
  /**
   * Routes by the number of segments in their path, most segments first, as the load balancer takes the first rule that
   * matches. Most routes have none or one.
   */
  readonly bySegments: readonly number[];
}

/**
 * The routes of an environment and those of its previews have ranges of their own, so that no preview takes a place
 * which the environment will want. A load balancer has 100 rules unless AWS raises its quota.
 * Source: Elastic Load Balancing API Reference, CreateRule: priorities are 1 to 50000.
 */
const OWN: Places = { from: 1, bySegments: [400, 400, 400, 400, 400, 800, 1800, 3000, 3000] };
const GUESTS: Places = { from: 31_801, bySegments: [66, 200, 200, 200, 200, 400, 800, 2000, 2000] };

/**
 * The priority of every route of an environment. It depends on the route alone, so that another route moves none. Where
 * two meet in one place, which happens to one route in thirty where there are a hundred, the later in the alphabet goes
 * to the next free one. If that moves a route that exists, Terraform may find its new place taken for a moment: deploy
 * again.
 * @param ofDomains those of domains that an environment has beside its own. They get what the others leave, so that one
 * of them moves no route that exists.
 * @throws when a path is too long, or there are too many routes.
 */
export function routePriorities(
  addresses: readonly Address[],
  ofDomains: readonly Address[] = [],
): PrioritiesByRoute {
  return place([addresses, ofDomains], OWN, (key) => key);
}

/** The same for a preview, among the places of all previews. */
export function guestPriorities(addresses: readonly Address[], { id, attempt = 0 }: Draw): PrioritiesByRoute {
  return place([addresses], GUESTS, (key) => `${attempt} ${id} ${key}`);
}

/** The addresses of all services. */
export function addressesOf(services: Services): Address[] {
  return Object.entries(services).flatMap(([name, { routes = [] }]) =>
    routes.map(({ host = keptName(name, services), path }) => ({ host, path })),
  );
}

/** The addresses that domains add to those of routes. */
export function addressesOfDomains(domains: DomainsParameters, addresses: readonly Address[]): Address[] {
  return Object.entries(domains).flatMap(([domain, { host, redirectTo }]) =>
    redirectTo === undefined
      ? addresses.filter((address) => address.host === host).map(({ path }) => ({ host: domain, path }))
      : [{ host: domain }],
  );
}

/** What a route is found by in `routePriorities`. */
export function addressKey({ host, path = '' }: Address): string {
  return `${host}${path}`;
}

function place(
  groups: readonly (readonly Address[])[],
  places: Places,
  seedOf: (key: string) => string,
): PrioritiesByRoute {
  const taken = new Set<number>();
  const found = groups.flatMap(sorted).map(([key, address]): [string, Priorities] => {
    const index = findPlace(key, address, places.bySegments, hash(seedOf(key)), taken);
    taken.add(index);
    return [key, prioritiesAt(places.from + index * EACH)];
  });
  return new Map(found);
}

function sorted(addresses: readonly Address[]): [string, Address][] {
  return addresses
    .map((address): [string, Address] => [addressKey(address), address])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE();
}

function findPlace(
  key: string,
  { path = '' }: Address,
  bySegments: readonly number[],
  seed: number,
  taken: ReadonlySet<number>,
): number {
  const segments = path.split('/').length - 1;
  const longest = bySegments.length - 1;
  if (segments > longest) {
    throw new Error(`route ${key}: got a path of ${segments} segments, allowed ${longest}`);
  }
  const band = longest - segments;
  const size = bySegments[band]!;
  const start = bySegments.slice(0, band).reduce((sum, places) => sum + places, 0);
  for (let step = 0; step < size; step += 1) {
    const index = start + ((seed + step) % size);
    if (!taken.has(index)) return index;
  }
  throw new Error(`route ${key}: got more than ${size} routes with ${segments} segments, allowed ${size}`);
}

function prioritiesAt(first: number): Priorities {
  return { further: Array.from({ length: FURTHER }, (_, index) => first + index), rule: first + FURTHER };
}
