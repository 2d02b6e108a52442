import type { Problem } from '../../problems/problem';
import { type Backing, isServer, thingsOf } from '../backing';
import { portOf } from '../port';
import { problemInBacking } from './problem-in';

/**
 * Servers share subnets, and their addresses are not known beforehand. So network policies tell them apart by their
 * ports, and each needs a port of its own.
 */
export function checkPorts(backing: Backing): Problem[] {
  const listening = thingsOf(backing)
    .filter(isServer)
    .map(({ section, name, declaration }) => ({ path: [section, name], port: portOf(declaration) }));
  const owners = new Map<number, string>();
  return listening.flatMap(({ path, port }) => {
    const owner = owners.get(port);
    if (owner === undefined) {
      owners.set(port, path.join('.'));
      return [];
    }
    const allowed = `a port of its own, such as port: ${free(port, listening)}, by which network policies tell them apart`;
    return [problemInBacking([...path, 'port'], `${port}, where ${owner} listens`, allowed)];
  });
}

function free(port: number, listening: readonly { readonly port: number }[]): number {
  const taken = new Set(listening.map((thing) => thing.port));
  let candidate = port;
  while (taken.has(candidate)) candidate = candidate === 65535 ? 1150 : candidate + 1;
  return candidate;
}
