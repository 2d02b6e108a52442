import type { Problem } from '../../problems/problem';
import { suggest } from '../../problems/suggest';
import { keptName } from '../kept-name';
import type { Route, Service, Services } from '../service';
import { problemIn } from './problem-in';

/** How services are reached from outside. */
export function checkRoutes(services: Services): Problem[] {
  const owners = new Map<string, string>();
  return Object.entries(services).flatMap(([name, service]) =>
    (service.routes ?? []).flatMap((route, index) => [
      ...checkProcess(name, service, route, index),
      ...checkUnique(name, keptName(name, services), route, index, owners),
    ]),
  );
}

function checkProcess(
  name: string,
  { processes = {} }: Service,
  { process }: Route,
  index: number,
): Problem[] {
  const path = ['routes', index, 'process'];
  if (!Object.hasOwn(processes, process)) {
    const names = Object.keys(processes);
    const allowed =
      names.length > 0 ? `a process of the service: ${names.join(', ')}` : 'a process; there is none';
    return [problemIn(name, path, `"${process}"${suggest(process, names)}`, allowed)];
  }
  const { port, ready } = processes[process]!;
  if (port === undefined) {
    return [problemIn(name, path, `"${process}", which has no port`, 'a process with a port')];
  }
  if (typeof ready === 'string') return [];
  const allowed = 'a process whose ready is a path such as "/ready", which the load balancer can ask';
  return [problemIn(name, path, `"${process}", whose ready is no path`, allowed)];
}

function checkUnique(
  name: string,
  kept: string,
  { host = kept, path }: Route,
  index: number,
  owners: Map<string, string>,
): Problem[] {
  const place = path === undefined ? `everything else of the host ${host}` : `${host} at ${path}`;
  const owner = owners.get(place);
  owners.set(place, name);
  if (owner === undefined) return [];
  const got = `${place}, which a route in services/${owner}.ts has`;
  return [problemIn(name, ['routes', index], got, 'a host and path that no other route has')];
}
