import { namingOf } from '../../constructs/core/naming';
import { providerRole } from '../../constructs/core/role-names';
import type { Declared } from '../../declarations/binding';
import { ADDONS } from '../../parameters/catalogue/addon-names';
import { type EngineRelease, isHigher, nextMinor } from '../../parameters/catalogue/upgrade-paths';
import type { Environment } from '../../parameters/environment';
import type { Project } from '../../parameters/project';
import { Aws } from '../../programs/aws';
import type { RunsInAws } from './environment-upgrades';
import { CATALOGUE_OFFER, isNewerAddon, type Offer } from './offer';
import { type Server, serversOf } from './servers';

export interface Asked {
  readonly offer: Offer;
  readonly running: RunsInAws;
}

/** Asks AWS, as the role that deploys the environment, what runs in it and where that can go. */
export async function askAws(environment: Environment, declared: Declared, project: Project): Promise<Asked> {
  const role = providerRole(project, environment.parameters.account);
  const aws = await new Aws(project.region).as(role, 'upgrades');
  const naming = namingOf(project, environment);
  const servers = serversOf(environment, declared, naming);
  const { version } = environment.parameters.cluster;
  const [minors, addons, databases, caches, running] = await Promise.all([
    kubernetesMinors(aws),
    addonVersions(aws, [version, nextMinor(version)]),
    databaseOffers(aws, servers),
    cacheVersions(aws, servers),
    whatRuns(aws, environment.name, servers),
  ]);
  return {
    running,
    offer: {
      source: 'AWS, as of now',
      kubernetesEnds: (minor) => minors.get(minor) ?? null,
      nextKubernetes: (minor) => (minors.has(nextMinor(minor)) ? nextMinor(minor) : undefined),
      addonVersions: (addon, minor) => addons.get(`${addon} ${minor}`) ?? [],
      // ElastiCache has no call for it.
      ends: (list, release) =>
        list === 'caches'
          ? CATALOGUE_OFFER.ends(list, release)
          : (databases.get(nameOf(release))?.ends ?? null),
      targets: (list, release) =>
        list === 'caches'
          ? cacheTargets(caches, release)
          : (databases.get(nameOf(release))?.targets ?? []).map((target) => ({
              engine: release.engine,
              version: target,
            })),
    },
  };
}

const nameOf = ({ engine, version }: EngineRelease) => `${engine} ${version}`;

/** Minors of Kubernetes, each with the last day of its standard support. */
async function kubernetesMinors(aws: Aws): Promise<ReadonlyMap<string, string | null>> {
  const { clusterVersions } = await aws.json<{
    clusterVersions: { clusterVersion: string; endOfStandardSupportDate?: string | number }[];
  }>('eks', 'describe-cluster-versions');
  return new Map(
    clusterVersions.map(({ clusterVersion, endOfStandardSupportDate }) => [
      clusterVersion,
      endOfStandardSupportDate === undefined ? null : day(endOfStandardSupportDate),
    ]),
  );
}

/** Versions of the add-ons by name and minor, the oldest first. */
async function addonVersions(
  aws: Aws,
  minors: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const pairs = minors.flatMap((minor) => Object.values(ADDONS).map((addon) => [addon, minor] as const));
  const found = await Promise.all(
    pairs.map(async ([addon, minor]) => {
      const { addons } = await aws.json<{
        addons: { addonVersions: { addonVersion: string }[] }[];
      }>('eks', 'describe-addon-versions', '--addon-name', addon, '--kubernetes-version', minor);
      const versions = addons.flatMap((one) => one.addonVersions.map(({ addonVersion }) => addonVersion));
      return [`${addon} ${minor}`, versions.sort((a, b) => (isNewerAddon(a, b) ? 1 : -1))] as const;
    }),
  );
  return new Map(found);
}

interface DatabaseOffer {
  readonly ends: string | null;
  readonly targets: readonly string[];
}

/** Where databases can go from what they run, and until when that is supported. */
async function databaseOffers(
  aws: Aws,
  servers: readonly Server[],
): Promise<ReadonlyMap<string, DatabaseOffer>> {
  const releases = servers.filter(({ list }) => list === 'databases').map(({ release }) => release);
  const found = await Promise.all(
    releases.map(async (release): Promise<[string, DatabaseOffer]> => {
      const { engine, version } = release;
      const [versions, majors] = await Promise.all([
        aws.json<{
          DBEngineVersions: {
            MajorEngineVersion?: string;
            ValidUpgradeTarget?: { EngineVersion: string }[];
          }[];
        }>('rds', 'describe-db-engine-versions', '--engine', engine, '--engine-version', version),
        aws.json<{
          DBMajorEngineVersions: {
            MajorEngineVersion: string;
            SupportedEngineLifecycles: { LifecycleSupportName: string; LifecycleSupportEndDate: string }[];
          }[];
        }>('rds', 'describe-db-major-engine-versions', '--engine', engine),
      ]);
      const own = versions.DBEngineVersions[0];
      const lifecycles = majors.DBMajorEngineVersions.find(
        ({ MajorEngineVersion }) => MajorEngineVersion === own?.MajorEngineVersion,
      )?.SupportedEngineLifecycles;
      const standard = lifecycles?.find(
        ({ LifecycleSupportName }) => LifecycleSupportName === 'open-source-rds-standard-support',
      );
      return [
        nameOf(release),
        {
          ends: standard ? day(standard.LifecycleSupportEndDate) : null,
          targets: (own?.ValidUpgradeTarget ?? [])
            .map(({ EngineVersion }) => EngineVersion)
            .filter((target) => /^[\d.]+$/.test(target))
            .sort((a, b) => (isHigher(a, b) ? 1 : -1)),
        },
      ];
    }),
  );
  return new Map(found);
}

/** Versions by engine, the oldest first. A cache of Redis may go to Valkey. */
async function cacheVersions(
  aws: Aws,
  servers: readonly Server[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const own = servers.filter(({ list }) => list === 'caches').map(({ release }) => release.engine);
  const engines = [...new Set([...own, ...(own.includes('redis') ? ['valkey'] : [])])];
  const found = await Promise.all(
    engines.map(async (engine) => {
      const { CacheEngineVersions } = await aws.json<{ CacheEngineVersions: { EngineVersion: string }[] }>(
        ...['elasticache', 'describe-cache-engine-versions', '--engine', engine],
      );
      const versions = CacheEngineVersions.map(({ EngineVersion }) => EngineVersion);
      return [engine, versions.sort((a, b) => (isHigher(a, b) ? 1 : -1))] as const;
    }),
  );
  return new Map(found);
}

function cacheTargets(
  versions: ReadonlyMap<string, readonly string[]>,
  { engine, version }: EngineRelease,
): EngineRelease[] {
  const own = (versions.get(engine) ?? []).filter((other) => isHigher(other, version));
  const valkey = engine === 'redis' ? (versions.get('valkey') ?? []) : [];
  return [
    ...own.map((other) => ({ engine, version: other })),
    ...valkey.map((other) => ({ engine: 'valkey', version: other })),
  ];
}

/** What is there. What is not deployed yet is left out. */
async function whatRuns(aws: Aws, cluster: string, servers: readonly Server[]): Promise<RunsInAws> {
  const [{ clusters }, { DBInstances }, { CacheClusters }] = await Promise.all([
    aws.json<{ clusters: string[] }>('eks', 'list-clusters'),
    aws.json<{ DBInstances: { DBInstanceIdentifier: string; Engine: string; EngineVersion: string }[] }>(
      ...['rds', 'describe-db-instances'],
    ),
    aws.json<{
      CacheClusters: {
        CacheClusterId: string;
        ReplicationGroupId?: string;
        Engine: string;
        EngineVersion: string;
      }[];
    }>('elasticache', 'describe-cache-clusters'),
  ]);
  const kubernetes = clusters.includes(cluster)
    ? (await aws.json<{ cluster: { version: string } }>('eks', 'describe-cluster', '--name', cluster)).cluster
        .version
    : undefined;
  const all = new Map<string, EngineRelease>([
    ...DBInstances.map(
      (one) => [one.DBInstanceIdentifier, { engine: one.Engine, version: one.EngineVersion }] as const,
    ),
    ...CacheClusters.map(
      (one) =>
        [
          one.ReplicationGroupId ?? one.CacheClusterId,
          { engine: one.Engine, version: asInFile(one.Engine, one.EngineVersion) },
        ] as const,
    ),
  ]);
  return {
    kubernetes,
    servers: new Map(
      servers.flatMap(({ name }): [string, EngineRelease][] => {
        const release = all.get(name);
        return release ? [[name, release]] : [];
      }),
    ),
  };
}

/** A node of Redis or Valkey says 8.2.0 for what is listed as 8.2. */
function asInFile(engine: string, version: string): string {
  return engine === 'memcached' ? version : version.split('.').slice(0, 2).join('.');
}

/** AWS gives a time, as a text or in seconds. */
function day(time: string | number): string {
  return new Date(typeof time === 'number' ? time * 1000 : time).toISOString().slice(0, 10);
}
