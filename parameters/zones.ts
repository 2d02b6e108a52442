import { problemAt } from '../problems/document';
import type { Problem } from '../problems/problem';
import { CATALOGUE } from './catalogue/catalogue';
import type { Environment } from './environment';
import type { NetworkParameters } from './parameters';
import type { Project } from './project';

/** More would need other sizes of subnets (constructs/network/network.ts). */
const MOST = 3;

/**
 * Letters of the zones that an environment spreads over: those that its file names, or the first three that accounts of
 * today see in the region. Regions such as us-west-1 show two.
 */
export function zonesOf(region: string, { zones }: Pick<NetworkParameters, 'zones'>): readonly string[] {
  return zones ?? CATALOGUE.regions.regions[region]?.zones.slice(0, MOST) ?? [];
}

/** Faults that only show where the region is known. */
export function checkZones({ region }: Project, environments: readonly Environment[]): Problem[] {
  return environments.flatMap(({ document, parameters: { network } }) => {
    const zones = zonesOf(region, network);
    if (network.natGateways <= zones.length) return [];
    const allowed = `at most one for each zone, which are ${zones.join(', ')} in ${region}`;
    return [problemAt(document, ['network', 'natGateways'], String(network.natGateways), allowed)];
  });
}
