import { CATALOGUE, majorOf } from '../../parameters/catalogue/catalogue';
import {
  cacheTargets,
  databaseTargets,
  type EngineRelease,
  isHigher,
  nextMinor,
} from '../../parameters/catalogue/upgrade-paths';

export type ServerList = 'databases' | 'caches';

/** What can be had of AWS: when support ends, and where a version can go. */
export interface Offer {
  /** Where this is from, and of which day. */
  readonly source: string;
  /** The last day of the standard support of a Kubernetes minor; null: none is announced, or it is not known. */
  kubernetesEnds(minor: string): string | null;
  /** The minor after one, if EKS has it. */
  nextKubernetes(minor: string): string | undefined;
  /** Versions of an add-on for a minor, the oldest first. */
  addonVersions(addon: string, minor: string): readonly string[];
  /** The last day of the standard support of an engine's version. */
  ends(list: ServerList, release: EngineRelease): string | null;
  /** Where an engine can go in place, the oldest first. */
  targets(list: ServerList, release: EngineRelease): readonly EngineRelease[];
}

/** By the lists of the project. */
export const CATALOGUE_OFFER: Offer = {
  source: `parameters/catalogue, as of ${[CATALOGUE.kubernetes, CATALOGUE.databases, CATALOGUE.caches].map(({ taken }) => taken).sort()[0]}`,
  kubernetesEnds: (minor) => CATALOGUE.kubernetes.versions[minor]?.standardSupportEnds ?? null,
  nextKubernetes: (minor) =>
    Object.keys(CATALOGUE.kubernetes.versions).find((version) => version === nextMinor(minor)),
  addonVersions: (addon, minor) => CATALOGUE.addons.addons[addon]?.[minor] ?? [],
  ends: (list, { engine, version }) => majorOf(CATALOGUE[list], engine, version)?.standardSupportEnds ?? null,
  targets: (list, release) =>
    list === 'caches'
      ? cacheTargets(release)
      : databaseTargets(release.engine, release.version).map((version) => ({
          engine: release.engine,
          version,
        })),
};

/** Add-on versions have a letter first and a build at the end: `v6.6.0-eksbuild.1`. */
export function isNewerAddon(one: string, other: string): boolean {
  const numbers = (version: string) => (version.match(/\d+/g) ?? []).join('.');
  return isHigher(numbers(one), numbers(other));
}
