import { type Naming, resourceName } from '../../constructs/core/naming';
import { ending } from '../../constructs/database/server';
import { type Thing, thingsOf } from '../../declarations/backing';
import type { Declared } from '../../declarations/binding';
import { CATALOGUE, majorOf } from '../../parameters/catalogue/catalogue';
import { type EngineRelease, isHigher, isMajorStep } from '../../parameters/catalogue/upgrade-paths';
import type { Environment } from '../../parameters/environment';
import { parametersOf } from '../../parameters/kinds/kinds';
import { FIRST_SERVER } from '../../parameters/kinds/server';
import { snapshotCommand } from '../safe-cdktf/missing-snapshot';
import type { Offer, ServerList } from './offer';
import { nameOf, type UpgradeStep, type Versioned } from './versioned';

/** A database or cache of an environment. */
export interface Server {
  readonly thing: Thing;
  readonly list: ServerList;
  /** What AWS calls it. */
  readonly name: string;
  readonly release: EngineRelease;
  /** Whether a second node takes over. */
  readonly hasStandby: boolean;
}

/** What has an engine with a version. */
export function serversOf({ parameters }: Environment, { backing }: Declared, naming: Naming): Server[] {
  return thingsOf(backing).flatMap((thing) => {
    const own = parametersOf(thing, parameters);
    if (!('version' in own) || !('engine' in thing.declaration)) return [];
    const engine = ('engine' in own && own.engine) || thing.declaration.engine;
    const letter = ('server' in own && own.server?.name) || FIRST_SERVER;
    return [
      {
        thing,
        list: thing.section === 'databases' ? ('databases' as const) : ('caches' as const),
        name: resourceName(naming, NAMES[thing.kind as keyof typeof NAMES], thing.name, ...ending(letter)),
        release: { engine, version: own.version },
        hasStandby: ('multiAz' in own && own.multiAz) || ('nodes' in own && own.nodes > 1),
      },
    ];
  });
}

/** How each kind is named. */
const NAMES = { database: 'database', cache: 'replicationGroup', memcached: 'cacheCluster' } as const;

/**
 * A server with its steps.
 * @param before the same one in the environment that this one is promoted from.
 */
export function versionedServer(
  server: Server,
  offer: Offer,
  before?: { readonly environment: string; readonly release: EngineRelease },
  inAws?: EngineRelease,
): Versioned {
  const { thing, list, release } = server;
  const id = `${thing.section}.${thing.name}`;
  const targets = offer.targets(list, release);
  const all = targets.map((to): UpgradeStep => {
    const waits = before && isBehind(before.release, to) ? before.environment : undefined;
    return {
      id: `${id}=${nameOf(release, to)}`,
      waitsFor: waits,
      ...words(server, to),
      edits: edits(server, to),
    };
  });
  const newest = targets.filter(
    (to, index) => !targets.slice(index + 1).some((later) => !isMajorStep(list, to, later)),
  );
  return {
    id,
    what: release.engine,
    runs: release.version,
    inAws: inAws && nameOf(release, inAws),
    ends: offer.ends(list, release),
    afterwards: afterwardsOf(server),
    steps: newest.map((to) => all[targets.indexOf(to)]!),
    all,
  };
}

function isBehind(theirs: EngineRelease, to: EngineRelease): boolean {
  return theirs.engine === to.engine ? isHigher(to.version, theirs.version) : to.engine === 'valkey';
}

/** Source: Amazon RDS User Guide, "Amazon RDS Extended Support"; the platform opts out of it. */
function afterwardsOf({ list, release: { engine, version } }: Server): string {
  if (list === 'caches') return 'ElastiCache charges for extended support, where it has some, and ends it';
  const majors = Object.keys(CATALOGUE.databases.engines[engine] ?? {});
  const own = majorOf(CATALOGUE.databases, engine, version)?.name;
  const next = own === undefined ? undefined : majors[majors.indexOf(own) + 1];
  return `RDS takes it to ${next ? `major ${next}` : 'the next major'} by itself`;
}

function edits({ thing, release }: Server, to: EngineRelease): UpgradeStep['edits'] {
  const at = [thing.section, thing.name];
  const engine = to.engine === release.engine ? [] : [[[...at, 'engine'], to.engine] as const];
  return [...engine, [[...at, 'version'], to.version]];
}

type Words = Pick<UpgradeStep, 'before' | 'does' | 'takes' | 'back'>;

/**
 * Sources: Amazon RDS User Guide, "Upgrading a DB instance engine version"; Amazon ElastiCache User Guide, "Version
 * Management" and "Upgrading engine versions including cross engine upgrades".
 */
function words({ thing, list, name, release, hasStandby }: Server, to: EngineRelease): Words {
  const isMajor = isMajorStep(list, release, to);
  const snapshot = (service: 'rds' | 'elasticache') =>
    isMajor ? snapshotCommand({ service, id: name, from: release, to }) : undefined;
  if (thing.kind === 'memcached') {
    return {
      does: 'makes its nodes anew, empty',
      takes: 'minutes without it',
      back: 'no: an earlier version is a new cache, as empty',
    };
  }
  if (list === 'databases') {
    return {
      before: snapshot('rds'),
      does: `restarts the server${hasStandby ? ', and its standby at the same time' : ''}${isMajor ? '; run ANALYZE in each database afterwards' : ''}`,
      takes: isMajor ? 'ten minutes to an hour without connections' : 'minutes without connections',
      back: 'no: a snapshot or a point in time makes a new server beside it (docs/runbooks/restore.md)',
    };
  }
  const cross =
    to.engine === release.engine
      ? ''
      : '; data, users and address stay, a parameter group of Valkey comes with it';
  return {
    before: snapshot('elasticache'),
    does: `${hasStandby ? 'replaces the nodes one by one, and fails over' : 'replaces its only node'}${cross}`,
    takes: hasStandby ? 'minutes, seconds of them without writes' : 'a minute or two without it',
    back: `no: ${to.engine === release.engine ? 'an earlier version' : 'Redis'} would be a new cache, empty or from a snapshot (docs/runbooks/restore.md)`,
  };
}
