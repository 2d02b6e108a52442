import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../console/failure';
import { type Emulator, endpoint } from './emulator';

interface Cluster {
  readonly name: string;
  /** Address of its Kubernetes API. Null until that can be used. */
  readonly endpoint: string | null;
  /** Why its API can't be used. */
  readonly failure: string | null;
  /** Why its containers are simulated. Null: they run, where their images are there. */
  readonly simulated: string | null;
}

/**
 * Waits until the Kubernetes API of every cluster can be used.
 * @throws Failure with the reason when one fails to start.
 */
export async function waitForClusters(emulator: Emulator): Promise<void> {
  while (true) {
    const clusters = await clustersOf(emulator);
    const failed = clusters.find(({ failure }) => failure !== null);
    if (failed) throw new Failure(failed.failure!);
    if (clusters.every(({ endpoint }) => endpoint !== null)) return;
    await sleep(500);
  }
}

/** Why containers are simulated on a machine that could run them, by the first cluster that says so. */
export async function whyClustersSimulate(emulator: Emulator): Promise<string | undefined> {
  const reasons = (await clustersOf(emulator)).map(({ simulated }) => simulated);
  return reasons.find((why) => why !== null) ?? undefined;
}

async function clustersOf(emulator: Emulator): Promise<Cluster[]> {
  const response = await fetch(`${endpoint(emulator)}/_emulator/clusters`);
  return (await response.json()) as Cluster[];
}
