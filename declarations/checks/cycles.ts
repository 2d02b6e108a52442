import type { Problem } from '../../problems/problem';
import type { Services } from '../service';
import { problemIn } from './problem-in';

/** Services that each wait for the other to be there, so that neither could start first. */
export function checkCycles(services: Services): Problem[] {
  const done = new Set<string>();
  /** The services from a start to where we are, in order. */
  const way: string[] = [];
  const on = new Set<string>();

  const visit = (service: string): string[][] => {
    if (on.has(service)) return [[...way.slice(way.indexOf(service)), service]];
    if (done.has(service)) return [];
    way.push(service);
    on.add(service);
    const found = next(service, services).flatMap(visit);
    way.pop();
    on.delete(service);
    done.add(service);
    return found;
  };

  return Object.keys(services)
    .flatMap(visit)
    .map((cycle) =>
      problemIn(
        cycle[0]!,
        ['bind'],
        `a cycle: ${cycle.join(' -> ')}`,
        'bindings of services that lead back to none of them: take one out',
      ),
    );
}

function next(service: string, services: Services): string[] {
  const bind = services[service]?.bind ?? [];
  return bind.filter((name) => name !== service && Object.hasOwn(services, name));
}
