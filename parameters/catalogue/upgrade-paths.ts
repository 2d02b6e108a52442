import { CATALOGUE, majorOf, majorsOf, type Servers } from './catalogue';
import postgresReleases from './postgres-releases.json';

/** An engine, and which version of it. */
export interface EngineRelease {
  readonly engine: string;
  readonly version: string;
}

const FIRST_CAME_OUT_WITH: Readonly<Record<string, number>> = postgresReleases.firstCameOutWith;

/**
 * The versions that RDS takes a database to from one, in place, the oldest first. A later major is offered in a release
 * that is no older than what runs: from 17.10 to 18.4, and not to 18.1.
 * Source: Amazon RDS User Guide, "Choosing a major version for an RDS for PostgreSQL upgrade"; what RDS itself says is
 * `aws rds describe-db-engine-versions`, ValidUpgradeTarget.
 */
export function databaseTargets(engine: string, version: string): string[] {
  const own = majorOf(CATALOGUE.databases, engine, version)?.name;
  if (own === undefined) return [];
  return allOf(CATALOGUE.databases, engine)
    .filter((other) => isHigher(other, version))
    .filter((other) => {
      const major = majorOf(CATALOGUE.databases, engine, other)!.name;
      return major === own || (engine === 'postgres' && isNoOlder(major, other, own, version));
    });
}

/**
 * The versions that ElastiCache takes a cache to from one, in place, the oldest first. Redis goes to Valkey, and there is
 * no way back.
 * Source: Amazon ElastiCache User Guide, "Upgrading engine versions including cross engine upgrades".
 */
export function cacheTargets({ engine, version }: EngineRelease): EngineRelease[] {
  const own = allOf(CATALOGUE.caches, engine)
    .filter((other) => isHigher(other, version))
    .map((other) => ({ engine, version: other }));
  const valkey = engine === 'redis' ? allOf(CATALOGUE.caches, 'valkey') : [];
  return [...own, ...valkey.map((other) => ({ engine: 'valkey', version: other }))];
}

/** The Kubernetes minor after one: EKS goes up by one at a time. */
export function nextMinor(version: string): string {
  return minor(version, 1);
}

/** The one before it, to which EKS takes a cluster back within seven days of its upgrade. */
export function previousMinor(version: string): string {
  return minor(version, -1);
}

/** Whether two versions are of different majors: what an engine can't be taken back from, and data may have to follow. */
export function isMajorStep(list: 'databases' | 'caches', from: EngineRelease, to: EngineRelease): boolean {
  const [was, will] = [from, to].map(({ engine, version }) => majorName(list, engine, version));
  return from.engine !== to.engine || was !== will;
}

/** By the numbers that both have: AWS may say 7.1 where the other side says 7.1.0. */
export function isHigher(one: string, other: string): boolean {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const index = a.findIndex((part, at) => b[at] !== undefined && part !== b[at]);
  return index >= 0 && a[index]! > b[index]!;
}

/** A version that is not listed any more has the major of one that is, as long as that is known by its beginning. */
function majorName(list: 'databases' | 'caches', engine: string, version: string): string | undefined {
  const known = majorOf(CATALOGUE[list], engine, version)?.name;
  return (
    known ?? Object.keys(majorsOf(CATALOGUE[list], engine)).find((name) => version.startsWith(`${name}.`))
  );
}

function allOf(list: Servers, engine: string): string[] {
  return Object.values(majorsOf(list, engine)).flatMap(({ versions }) => versions);
}

/** Whether a release of a later major of PostgreSQL came out with one of an earlier major, or after it. A new major needs its entry in the list. */
function isNoOlder(major: string, version: string, than: string, other: string): boolean {
  let release = releaseOf(other);
  for (let next = Number(than) + 1; next <= Number(major); next += 1) {
    const first = FIRST_CAME_OUT_WITH[next];
    if (first === undefined) return false;
    release -= first - 1;
  }
  return releaseOf(version) >= release;
}

function releaseOf(version: string): number {
  return Number(version.split('.')[1]);
}

function minor(version: string, step: number): string {
  const [major, minor] = version.split('.').map(Number);
  return `${major}.${minor! + step}`;
}
