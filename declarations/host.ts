import { keptName } from './kept-name';
import type { Services } from './service';

/** A label of a domain name, as the host of a route has it. */
export const HOST_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The hosts of all routes. */
export function hostsOf(services: Services): string[] {
  const hosts = Object.entries(services).flatMap(([name, { routes = [] }]) =>
    routes.map(({ host = keptName(name, services) }) => host),
  );
  return [...new Set(hosts)];
}
