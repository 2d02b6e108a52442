import { namingOf } from '../../constructs/core/naming';
import type { Declared } from '../../declarations/binding';
import type { EngineRelease } from '../../parameters/catalogue/upgrade-paths';
import type { Environment } from '../../parameters/environment';
import type { Project } from '../../parameters/project';
import { versionedAddons, versionedCluster } from './kubernetes';
import type { Offer } from './offer';
import { serversOf, versionedServer } from './servers';
import type { Versioned } from './versioned';

/** What AWS says runs. */
export interface RunsInAws {
  readonly kubernetes?: string;
  /** By what AWS calls the server. */
  readonly servers: ReadonlyMap<string, EngineRelease>;
}

/** An environment, and all in it that has a version: what loses its support first comes first. */
export interface EnvironmentUpgrades {
  readonly environment: string;
  readonly source: string;
  readonly things: readonly Versioned[];
}

/** @param before the environment that this one is promoted from. */
export function upgradesOf(
  environment: Environment,
  declared: Declared,
  project: Project,
  offer: Offer,
  before?: Environment,
  running?: RunsInAws,
): EnvironmentUpgrades {
  const theirs = before ? serversOf(before, declared, namingOf(project, before)) : [];
  const servers = serversOf(environment, declared, namingOf(project, environment)).map((server) => {
    const other = theirs.find(
      ({ thing: { section, name } }) => section === server.thing.section && name === server.thing.name,
    );
    const promoted = other && { environment: before!.name, release: other.release };
    return versionedServer(server, offer, promoted, running?.servers.get(server.name));
  });
  const things = [
    versionedCluster(environment, offer, before, running?.kubernetes),
    ...versionedAddons(environment, offer, before),
    ...servers,
  ];
  const last = '9999-12-31';
  return {
    environment: environment.name,
    source: offer.source,
    things: things.sort((a, b) =>
      (a.ends ?? last) < (b.ends ?? last) ? -1 : (a.ends ?? last) > (b.ends ?? last) ? 1 : 0,
    ),
  };
}

/** Environments in the order in which a version goes through them: each after the one that it is promoted from. */
export function inOrder(environments: readonly Environment[]): Environment[] {
  const rank = (environment: Environment, seen: readonly string[] = []): number => {
    const from = environments.find(({ name }) => name === environment.parameters.promotedFrom);
    return from && !seen.includes(from.name) ? 1 + rank(from, [...seen, from.name]) : 0;
  };
  return [...environments].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}
