import type { Change } from './change';
import type { Drifted } from './drift';

/** Where the version stands of what AWS never takes back to an earlier one. */
const VERSION_OF: Readonly<Record<string, string>> = {
  aws_db_instance: 'engine_version',
  aws_elasticache_replication_group: 'engine_version',
  aws_elasticache_cluster: 'engine_version',
  aws_eks_cluster: 'version',
};

/**
 * Why AWS would refuse the version that a change leads to: an engine and Kubernetes never go back, and Kubernetes goes
 * up one minor at a time. The provider makes a cache of an earlier version anew, empty, which nobody means either.
 * @param file of the environment's parameters.
 */
export function refusedStep(change: Change, file: string): string | undefined {
  const path = VERSION_OF[change.type];
  if (!path || !change.stays) return undefined;
  const [was, will] = [change.was(path), change.will(path)];
  if (typeof was !== 'string' || typeof will !== 'string') return undefined;
  if (isHigher(was, will))
    return `${change.address} runs ${was}, and the file says ${will}: ${goesUp(was, file)}`;
  const next = change.type === 'aws_eks_cluster' ? nextMinor(was) : undefined;
  if (next === undefined || !isHigher(will, next)) return undefined;
  return `${change.address} runs Kubernetes ${was}, and the file says ${will}: it goes up one minor at a time, so put ${next} into ${file}, deploy, and then the one after it`;
}

/** What to do about a version that AWS has raised by itself, as at the end of one's support. */
export function raisedVersion({ address, deployed, found }: Drifted, file: string): string | undefined {
  const path = VERSION_OF[address.split('.')[0]!];
  const [was, is] = path ? [deployed[path], found[path]] : [];
  if (typeof was !== 'string' || typeof is !== 'string' || !isHigher(is, was)) return undefined;
  return `AWS raised it from ${was} to ${is}: ${goesUp(is, file)}`;
}

function goesUp(version: string, file: string): string {
  return `a version only goes up: put ${version} into ${file}`;
}

/** By the numbers that both have: AWS may say 7.1 where the other side says 7.1.0. */
function isHigher(one: string, other: string): boolean {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const index = a.findIndex((part, at) => b[at] !== undefined && part !== b[at]);
  return index >= 0 && a[index]! > b[index]!;
}

function nextMinor(version: string): string {
  const [major, minor] = version.split('.').map(Number);
  return `${major}.${minor! + 1}`;
}
