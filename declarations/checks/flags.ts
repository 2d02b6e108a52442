import type { Problem } from '../../problems/problem';
import type { Services } from '../service';
import { problemIn } from './problem-in';

/** The services of a group read one set of flags. */
export function checkFlags(services: Services): Problem[] {
  const owners = new Map<string, string>();
  return Object.entries(services).flatMap(([service, { group, flags = {} }]) =>
    Object.keys(flags).flatMap((flag) => {
      const key = `${group} ${flag}`;
      const owner = owners.get(key);
      owners.set(key, service);
      if (owner === undefined) return [];
      const got = `the flag "${flag}", which services/${owner}.ts of the same group declares`;
      return [problemIn(service, ['flags', flag], got, 'a name that no other flag of the group has')];
    }),
  );
}
