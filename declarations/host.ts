import { keptName } from './kept-name';
import type { Route, Services } from './service';

/** A label of a domain name, as the host of a route has it. */
export const HOST_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The hosts of all routes, or of those that only the VPC reaches, or of the others. */
export function hostsOf(services: Services, internal?: boolean): string[] {
  const hosts = Object.entries(services).flatMap(([name, { routes = [] }]) =>
    routes
      .filter((route) => internal === undefined || isInternal(route) === internal)
      .map(({ host = keptName(name, services) }) => host),
  );
  return [...new Set(hosts)];
}

export function isInternal({ internal = false }: Route): boolean {
  return internal;
}
