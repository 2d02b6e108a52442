import { createHash } from 'node:crypto';
import type { Services } from '../../../declarations/service';

/** Where requests go by their host and path. */
export interface Address {
  /** A label before the environment's domain. */
  readonly host: string;
  /** Undefined: everything of the host that no longer path takes. */
  readonly path?: string;
}

/** The priorities of a route: its own, and those just before it, for versions that run beside the first. */
export interface Priorities {
  readonly rule: number;
  readonly further: readonly number[];
}

/** Versions of a service that run beside the first, at most. Source: parameters/service-parameters.ts */
const FURTHER = 2;
const EACH = FURTHER + 1;

/**
 * Places for routes by the number of segments in their path, most segments first, as the load balancer takes the first
 * rule that matches. Most routes have none or one.
 * Source: Elastic Load Balancing API Reference, CreateRule: priorities are 1 to 50000.
 */
const PLACES = [400, 400, 400, 400, 400, 800, 1800, 6000, 6000] as const;
const LONGEST = PLACES.length - 1;

/** Behind all of these: where the rules of guests begin. A load balancer has 100 rules unless AWS raises its quota. */
export const FIRST_OF_GUESTS = 49_900;

/**
 * The priority of every route. It depends on the route alone, so that another route moves none. Where two meet in one
 * place, which happens to one route in fifty where there are a hundred, the later in the alphabet goes to the next free
 * one. If that moves a route that exists, Terraform may find its new place taken for a moment: deploy again.
 * @throws when a path is too long, or there are too many routes.
 */
export function routePriorities(addresses: readonly Address[]): ReadonlyMap<string, Priorities> {
  const places = new Map<string, number>();
  const taken = new Set<number>();
  for (const [key, address] of sorted(addresses)) {
    const runtime = findPlace(key, address, taken);
    taken.add(runtime);
    places.set(key, runtime);
  }
  return new Map([...places].map(([key, runtime]) => [key, prioritiesAt(runtime)]));
}

/** The addresses of all services. */
export function addressesOf(services: Services): Address[] {
  return Object.entries(services).flatMap(([name, { routes = [] }]) =>
    routes.map(({ host = name, path }) => ({ host, path })),
  );
}

/** What a route is found by in `routePriorities`. */
export function addressKey({ host, path = '' }: Address): string {
  return `${host}${path}`;
}

function sorted(addresses: readonly Address[]): [string, Address][] {
  return addresses
    .map((address): [string, Address] => [addressKey(address), address])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function findPlace(key: string, { path = '' }: Address, taken: ReadonlySet<number>): number {
  const segments = path.split('/').length - 1;
  if (segments > LONGEST) {
    throw new Error(`route ${key}: got a path of ${segments} segments, allowed ${LONGEST}`);
  }
  const band = LONGEST - segments;
  const size = PLACES[band]!;
  const start = PLACES.slice(0, band).reduce((sum, places) => sum + places, 0);
  const home = createHash('sha256').update(key).digest().readUInt32BE() % size;
  for (let step = 0; step < size; step += 1) {
    const runtime = start + ((home + step) % size);
    if (!taken.has(runtime)) return runtime;
  }
  throw new Error(`route ${key}: got more than ${size} routes with ${segments} segments, allowed ${size}`);
}

function prioritiesAt(runtime: number): Priorities {
  const first = runtime * EACH + 1;
  return { further: Array.from({ length: FURTHER }, (_, index) => first + index), rule: first + FURTHER };
}
