import type { Problem } from '../../problems/problem';
import { suggest } from '../../problems/suggest';
import { isInternal } from '../host';
import { keptName } from '../kept-name';
import type { Route, Service, Services } from '../service';
import { problemIn } from './problem-in';

/** How services are reached from outside. */
export function checkRoutes(services: Services): Problem[] {
  const owners = new Map<string, string>();
  const reaches = new Map<string, Reach>();
  return Object.entries(services).flatMap(([name, service]) =>
    (service.routes ?? []).flatMap((route, index) => [
      ...checkProcess(name, service, route, index),
      ...checkUnique(name, keptName(name, services), route, index, owners),
      ...checkReach(name, keptName(name, services), route, index, reaches),
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
  const { port, protocol, ready } = processes[process]!;
  if (port === undefined) {
    return [problemIn(name, path, `"${process}", which has no port`, 'a process with a port')];
  }
  // Whether a process that speaks gRPC answers at all is asked by gRPC's own way.
  if (typeof ready === 'string' || protocol === 'grpc') return [];
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

/** Where somebody has said first whether a host, or a process, is internal. */
interface Reach {
  readonly file: string;
  readonly internal: boolean;
}

/** A name leads to one load balancer, and AWS lets the pods of a process be the targets of one. */
function checkReach(
  name: string,
  kept: string,
  route: Route,
  index: number,
  reaches: Map<string, Reach>,
): Problem[] {
  const { host = kept, process } = route;
  const internal = isInternal(route);
  const file = `services/${name}.ts`;
  const kinds = [
    { key: `host ${host}`, what: `the host ${host}` },
    { key: `process ${name} ${process}`, what: `the process ${process}` },
  ];
  return kinds.flatMap(({ key, what }) => {
    const first = reaches.get(key) ?? { file, internal };
    reaches.set(key, first);
    if (first.internal === internal) return [];
    const [is, was] = internal ? ['internal', 'public'] : ['public', 'internal'];
    const got = `${is} for ${what}, which is ${was} by a route in ${first.file}`;
    return [
      problemIn(name, ['routes', index, 'internal'], got, 'all routes of a host and to a process alike'),
    ];
  });
}
