import type { Services } from './service';

/**
 * The name of a service wherever it is deployed: in AWS, in the cluster, of its image, in what it logs. One that was
 * renamed keeps the name that it had when it was first deployed: whatever it owns has that in its own name, and another
 * name would be another thing.
 * @param name its key in services/services.ts.
 */
export function keptName(name: string, services: Services): string {
  const service = Object.hasOwn(services, name) ? services[name] : undefined;
  return service?.renamedFrom ?? name;
}

/** The services by the names that they keep, which their `bind` lists have as well: as what is deployed knows them. */
export function byKeptName(services: Services): Services {
  return Object.fromEntries(
    Object.entries(services).map(([name, { renamedFrom: _, ...service }]) => [
      keptName(name, services),
      { ...service, ...(service.bind && { bind: service.bind.map((bound) => keptName(bound, services)) }) },
    ]),
  );
}

/** The key in services/services.ts of a service that is deployed under that name. Undefined: of none. */
export function nameOfKept(kept: string, services: Services): string | undefined {
  return Object.keys(services).find((name) => keptName(name, services) === kept);
}
