import type { Problem } from '../../problems/problem';
import type { Service, Services } from '../service';
import { problemIn } from './problem-in';

/** Two names with a dash between them, as Kubernetes and AWS have no other. */
interface Joined {
  readonly service: string;
  /** Where the second of the names stands. */
  readonly path: readonly (string | number)[];
  readonly name: string;
  /** Of what. Names of different kinds may be the same. */
  readonly kind: 'role' | 'Deployment or CronJob' | 'secret';
}

/** `a` and `b-c` meet `a-b` and `c` in one name, which the second could not have. */
export function checkJoinedNames(services: Services): Problem[] {
  const owners = new Map<string, string>();
  return Object.entries(services)
    .flatMap(([name, service]) => joinedNames(name, service))
    .flatMap(({ service, path, name, kind }) => {
      const key = `${kind} ${name}`;
      const owner = owners.get(key);
      owners.set(key, service);
      if (owner === undefined || owner === service) return [];
      const got = `names that make a ${kind} "${name}", as do those of services/${owner}.ts`;
      return [problemIn(service, path, got, 'another name for either')];
    });
}

function joinedNames(
  service: string,
  { group, processes = {}, schedules = {}, bind = [] }: Service,
): Joined[] {
  const work = (path: string[], component: string): Joined => ({
    service,
    path,
    name: `${service}-${component}`,
    kind: 'Deployment or CronJob',
  });
  return [
    { service, path: ['group'], name: `${group}-${service}`, kind: 'role' },
    work([], 'admin'),
    ...Object.keys(processes).map((process) => work(['processes', process], process)),
    ...Object.keys(schedules).map((schedule) => work(['schedules', schedule], schedule)),
    ...bind.map(
      (name, index): Joined => ({
        service,
        path: ['bind', index],
        name: `${service}-${name}`,
        kind: 'secret',
      }),
    ),
  ];
}
