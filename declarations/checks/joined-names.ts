import type { Problem } from '../../problems/problem';
import { keptName } from '../kept-name';
import { platformAlarms } from '../own-alarm';
import type { Service, Services } from '../service';
import { problemIn } from './problem-in';

/** Two names with a dash between them, as Kubernetes and AWS have no other. */
interface Joined {
  readonly service: string;
  /** Where the second of the names stands. */
  readonly path: readonly (string | number)[];
  readonly name: string;
  /** Of what. Names of different kinds may be the same. */
  readonly kind: 'role' | 'Deployment or CronJob' | 'secret' | 'CloudWatch alarm';
}

/** `a` and `b-c` meet `a-b` and `c` in one name, which the second could not have. */
export function checkJoinedNames(services: Services): Problem[] {
  const owners = new Map<string, Joined>();
  return Object.entries(services)
    .flatMap(([name, service]) => joinedNames(name, keptName(name, services), service))
    .flatMap((joined) => {
      const { service, path, name, kind } = joined;
      const key = `${kind} ${name}`;
      const owner = owners.get(key);
      owners.set(key, joined);
      if (owner === undefined || owner.service === service) return [];
      // Two of the platform's own meet where their Deployments do.
      if (kind === 'CloudWatch alarm' && path.length === 0 && owner.path.length === 0) return [];
      const got = `names that make a ${kind} "${name}", as do those of services/${owner.service}.ts`;
      return [problemIn(service, path, got, 'another name for either')];
    });
}

function joinedNames(
  service: string,
  kept: string,
  { group, processes = {}, schedules = {}, bind = [], alarms = {} }: Service,
): Joined[] {
  const work = (path: string[], component: string): Joined => ({
    service,
    path,
    name: `${kept}-${component}`,
    kind: 'Deployment or CronJob',
  });
  const alarm = (path: string[], end: string): Joined => ({
    service,
    path,
    name: `${kept}-${end}`,
    kind: 'CloudWatch alarm',
  });
  return [
    { service, path: ['group'], name: `${group}-${kept}`, kind: 'role' },
    work([], 'admin'),
    ...Object.keys(processes).map((process) => work(['processes', process], process)),
    ...Object.keys(schedules).map((schedule) => work(['schedules', schedule], schedule)),
    ...platformAlarms(Object.keys(processes)).map((end) => alarm([], end)),
    ...Object.keys(alarms).map((end) => alarm(['alarms', end], end)),
    ...bind.map(
      (name, index): Joined => ({
        service,
        path: ['bind', index],
        name: `${kept}-${name}`,
        kind: 'secret',
      }),
    ),
  ];
}
