import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../console/failure';
import { type Emulator, endpoint } from './emulator';

export interface RunningCluster {
  readonly account: string;
  readonly name: string;
  /** Address of its Kubernetes API. Null until that can be used. */
  readonly endpoint: string | null;
  /** Why its API can't be used. */
  readonly failure: string | null;
  /** Why its containers are simulated. Null: they run, where their images are there. */
  readonly simulated: string | null;
  /** Folder of the node that runs them. Null: the emulator was started without one. */
  readonly box: string | null;
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

export async function clustersOf(emulator: Pick<Emulator, 'port'>): Promise<RunningCluster[]> {
  const response = await fetch(`${endpoint(emulator)}/_emulator/clusters`);
  return (await response.json()) as RunningCluster[];
}
