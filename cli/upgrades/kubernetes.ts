import { ADDONS } from '../../parameters/catalogue/addon-names';
import { isHigher } from '../../parameters/catalogue/upgrade-paths';
import type { Environment } from '../../parameters/environment';
import type { Edit } from '../edit-parameters';
import { isNewerAddon, type Offer } from './offer';
import type { UpgradeStep, Versioned } from './versioned';

type Addon = keyof typeof ADDONS;

/**
 * The cluster, with the step to the next minor. Its nodes need none of their own, as EKS Auto Mode runs them.
 * Sources: Amazon EKS User Guide, "Update existing cluster to new Kubernetes version", "Rollback cluster to previous
 * Kubernetes version" and "Update the Kubernetes Version of an EKS Auto Mode cluster".
 */
export function versionedCluster(
  { name, parameters: { cluster } }: Environment,
  offer: Offer,
  before?: Environment,
  inAws?: string,
): Versioned {
  const next = offer.nextKubernetes(cluster.version);
  const steps = next ? [step(name, cluster, next, offer, before)] : [];
  return {
    id: 'kubernetes',
    what: 'Kubernetes',
    runs: cluster.version,
    inAws,
    ends: offer.kubernetesEnds(cluster.version),
    afterwards: 'EKS takes it to the next minor by itself',
    steps,
    all: steps,
  };
}

function step(
  name: string,
  cluster: Environment['parameters']['cluster'],
  next: string,
  offer: Offer,
  before?: Environment,
): UpgradeStep {
  const addons = Object.entries(ADDONS).flatMap(([key, addon]): Edit[] => {
    const offered = offer.addonVersions(addon, next);
    const newest = offered.at(-1);
    if (newest === undefined || offered.includes(cluster.addons[key as Addon])) return [];
    return [[['cluster', 'addons', key], newest]];
  });
  const withIt = addons.map(([path, version]) => `${path.at(-1)} ${version}`).join(', ');
  const theirs = before?.parameters.cluster.version;
  return {
    id: `kubernetes=${next}`,
    before: `aws eks list-insights --cluster-name ${name} --filter categories=UPGRADE_READINESS`,
    does: `EKS updates the control plane, then replaces the nodes one after another, as the disruption budgets of pods allow; ${withIt ? `add-ons go with it: ${withIt}` : 'the add-ons have versions for both'}`,
    takes: 'about ten minutes, and minutes to hours more for the nodes',
    back: 'for seven days, by the earlier version in the file; not after that',
    waitsFor: theirs !== undefined && isHigher(next, theirs) ? before!.name : undefined,
    edits: [[['cluster', 'version'], next], ...addons],
  };
}

/** The add-ons, with the newest version for the Kubernetes that runs. */
export function versionedAddons(
  { parameters: { cluster } }: Environment,
  offer: Offer,
  before?: Environment,
): Versioned[] {
  return Object.entries(ADDONS).map(([key, addon]) => {
    const runs = cluster.addons[key as Addon];
    const id = `addons.${key}`;
    const all = offer
      .addonVersions(addon, cluster.version)
      .filter((version) => isNewerAddon(version, runs))
      .map((version): UpgradeStep => {
        const theirs = before?.parameters.cluster.addons[key as Addon];
        return {
          id: `${id}=${version}`,
          does: 'its pods are replaced one after another',
          takes: 'minutes',
          back: 'yes, by the earlier version in the file',
          waitsFor: theirs !== undefined && isNewerAddon(version, theirs) ? before!.name : undefined,
          edits: [[['cluster', 'addons', key], version]],
        };
      });
    return {
      id,
      what: addon,
      runs,
      ends: null,
      afterwards: 'it goes with Kubernetes',
      steps: all.slice(-1),
      all,
    };
  });
}
