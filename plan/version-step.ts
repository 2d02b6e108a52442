import { CATALOGUE, majorOf } from '../parameters/catalogue/catalogue';
import {
  databaseTargets,
  type EngineRelease,
  isHigher,
  isMajorStep,
  nextMinor,
  previousMinor,
} from '../parameters/catalogue/upgrade-paths';
import { today as thisDay } from '../parameters/today';
import type { Change } from './change';
import type { Drifted } from './drift';
import type { Value } from './value';

/** What a resource is now and is to be: as a plan says, or a state and what was synthesized. */
export interface VersionStep {
  readonly address: string;
  readonly type: string;
  was(path: string): Value;
  will(path: string): Value;
}

/** Something that can't be taken back, and that a snapshot of before is the only way back from. */
export interface OneWayStep {
  readonly service: 'rds' | 'elasticache';
  /** What AWS calls the server. */
  readonly id: string;
  readonly from: EngineRelease;
  readonly to: EngineRelease;
}

/** Where the version stands of what goes up only, or nearly. */
const VERSION_OF: Readonly<Record<string, string>> = {
  aws_db_instance: 'engine_version',
  aws_elasticache_replication_group: 'engine_version',
  aws_elasticache_cluster: 'engine_version',
  aws_eks_cluster: 'version',
};

/** Types of resources that can be asked about. */
export const VERSIONED = Object.keys(VERSION_OF);

/** How to get at what was there before a step that can't be taken back. */
const RESTORE =
  'What was in it before is in its snapshots, from which a new one is made beside it: docs/runbooks/restore.md';

/**
 * Why AWS would refuse what a change leads to, or would lose what is there. Versions of engines go up alone, disks grow
 * alone, Kubernetes goes one minor at a time. What the provider (5.100.0) would do:
 *
 * - a database of a lower version, or a disk that is to be smaller, is sent to RDS, which refuses it;
 * - a cache of a lower version, or one that is to go from Valkey to Redis, is made anew, empty
 *   (internal/service/elasticache/engine_version.go, ForceNew on downgrade);
 * - a cluster is sent to EKS, which takes it back by one minor within seven days of its upgrade, and else refuses
 *   (Amazon EKS User Guide, "Rollback cluster to previous Kubernetes version").
 *
 * @param file of the environment's parameters.
 */
export function refusedStep(change: Change, file: string, today: string = thisDay()): string | undefined {
  return change.stays ? refusal(change, file, today) : undefined;
}

/** The same for something that is there and stays. */
export function refusal(step: VersionStep, file: string, today: string = thisDay()): string | undefined {
  switch (step.type) {
    case 'aws_db_instance':
      return renamedRefusal(step, file) ?? databaseRefusal(step, file) ?? diskRefusal(step, file);
    case 'aws_elasticache_replication_group':
    case 'aws_elasticache_cluster':
      return cacheRefusal(step, file);
    case 'aws_eks_cluster':
      return clusterRefusal(step, file, today);
    default:
      return undefined;
  }
}

/** What can't be taken back of a change: another major of an engine, or another engine. Undefined: nothing. */
export function oneWayStep(step: VersionStep): OneWayStep | undefined {
  const isDatabase = step.type === 'aws_db_instance';
  if (!isDatabase && step.type !== 'aws_elasticache_replication_group') return undefined;
  const [from, to] = versions(step) ?? [];
  const id = step.was(isDatabase ? 'identifier' : 'replication_group_id');
  if (!from || !to || typeof id !== 'string') return undefined;
  if (!isMajorStep(isDatabase ? 'databases' : 'caches', from, to)) return undefined;
  return { service: isDatabase ? 'rds' : 'elasticache', id, from, to };
}

/** What to do about a version that AWS has raised by itself, as at the end of one's support. */
export function raisedVersion({ address, deployed, found }: Drifted, file: string): string | undefined {
  const path = VERSION_OF[address.split('.')[0]!];
  const [was, is] = path ? [deployed[path], found[path]] : [];
  if (typeof was !== 'string' || typeof is !== 'string' || !isHigher(is, was)) return undefined;
  return `AWS raised it from ${was} to ${is}: a version only goes up: put ${is} into ${file}`;
}

/**
 * Terraform follows a database by its resource id, whatever its name (hashicorp/terraform-provider-aws 5.100.0,
 * internal/service/rds/instance.go). RDS's own advice is to rename the damaged server and to restore under its name.
 */
function renamedRefusal(step: VersionStep, file: string): string | undefined {
  const [is, was] = [step.was('identifier'), step.will('identifier')];
  if (typeof is !== 'string' || typeof was !== 'string' || is === was) return undefined;
  return renamed(step.address, was, is, file);
}

/** What to do about a database that somebody has renamed. */
export function renamedServer({ address, deployed, found }: Drifted, file: string): string | undefined {
  const [was, is] = [deployed.identifier, found.identifier];
  if (!address.startsWith('aws_db_instance.') || typeof was !== 'string' || typeof is !== 'string')
    return undefined;
  return renamed(address, was, is, file);
}

function renamed(address: string, was: string, is: string, file: string): string {
  return `${address} is called ${is} now, as somebody renamed it by hand: it is still the one that services use, and a server that got the name ${was} meanwhile is not. Name it ${was} again (aws rds modify-db-instance --db-instance-identifier ${is} --new-db-instance-identifier ${was} --apply-immediately). To restore its data, say so in ${file}: docs/runbooks/restore.md`;
}

function databaseRefusal(step: VersionStep, file: string): string | undefined {
  const [from, to] = versions(step) ?? [];
  if (!from || !to || from.engine !== to.engine) return undefined;
  if (isHigher(from.version, to.version)) {
    return `${runs(step, from, to)}: RDS refuses that, as a version only goes up: put ${from.version} into ${file}. ${RESTORE}`;
  }
  const areListed = [from, to].every(({ engine, version }) => majorOf(CATALOGUE.databases, engine, version));
  const targets = databaseTargets(from.engine, from.version);
  if (!areListed || from.version === to.version || targets.includes(to.version)) return undefined;
  return `${runs(step, from, to)}: RDS does not go there from it: put one of ${targets.join(', ') || from.version} into ${file}`;
}

/** A disk grows by itself, so the file may name less than there is. Only the end of its growth may not be below it. */
function diskRefusal(step: VersionStep, file: string): string | undefined {
  const [has, ceiling] = [step.was('allocated_storage'), step.will('max_allocated_storage')];
  if (typeof has !== 'number' || typeof ceiling !== 'number' || ceiling === 0 || ceiling >= has)
    return undefined;
  return `${step.address} has a disk of ${has} GiB, and the file ends its growth at ${ceiling}: RDS refuses that, as a disk never shrinks: put a maxStorageGiB of ${Math.ceil((has * 11) / 10)} or more into ${file}`;
}

function cacheRefusal(step: VersionStep, file: string): string | undefined {
  const [from, to] = versions(step) ?? [];
  if (!from || !to) return undefined;
  const isBack = from.engine === 'valkey' && to.engine === 'redis';
  if (!isBack && !(from.engine === to.engine && isHigher(from.version, to.version))) return undefined;
  const why = isBack ? 'there is no way back from Valkey to Redis' : 'a version only goes up';
  const put = isBack ? `engine ${from.engine} and version ${from.version}` : from.version;
  return `${runs(step, from, to)}: it would be made anew, empty, as ${why}: put ${put} into ${file}. ${RESTORE}`;
}

function clusterRefusal(step: VersionStep, file: string, today: string): string | undefined {
  const [was, will] = [step.was('version'), step.will('version')];
  if (typeof was !== 'string' || typeof will !== 'string') return undefined;
  const head = `${step.address} runs Kubernetes ${was}, and the file says ${will}`;
  if (isHigher(will, nextMinor(was))) {
    return `${head}: it goes up one minor at a time, so put ${nextMinor(was)} into ${file}, deploy, and then the one after it`;
  }
  if (!isHigher(was, will)) return undefined;
  if (will !== previousMinor(was)) {
    return `${head}: EKS takes a cluster back by one minor at most, within seven days of its upgrade: put ${was} into ${file}`;
  }
  const ends = CATALOGUE.kubernetes.versions[will]?.standardSupportEnds;
  if (ends === undefined || (ends !== null && ends < today)) {
    return `${head}, whose standard support has ended: EKS does not take a cluster back to it: put ${was} into ${file}`;
  }
  return undefined;
}

/** From what to what an engine goes. An engine that a change does not name stays as it is. */
function versions(step: VersionStep): [EngineRelease, EngineRelease] | undefined {
  const [was, will] = [step.was('engine_version'), step.will('engine_version')];
  if (typeof was !== 'string' || typeof will !== 'string') return undefined;
  const [engine, other] = [step.was('engine'), step.will('engine')];
  const before = typeof engine === 'string' ? engine : '';
  return [
    { engine: before, version: was },
    { engine: typeof other === 'string' ? other : before, version: will },
  ];
}

function runs({ address }: VersionStep, from: EngineRelease, to: EngineRelease): string {
  const shown = ({ engine, version }: EngineRelease) =>
    from.engine === to.engine ? version : `${engine} ${version}`;
  return `${address} runs ${shown(from)}, and the file says ${shown(to)}`;
}
