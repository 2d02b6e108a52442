import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../console/failure';
import { type Emulator, endpoint } from './emulator';

interface Cluster {
  readonly name: string;
  /** Address of its Kubernetes API. Null until that can be used. */
  readonly endpoint: string | null;
  /** Why its API can't be used. */
  readonly failure: string | null;
}

/**
 * Waits until the Kubernetes API of every cluster can be used.
 * @throws Failure with the reason when one fails to start.
 */
export async function waitForClusters(emulator: Emulator): Promise<void> {
  while (true) {
    const response = await fetch(`${endpoint(emulator)}/_emulator/clusters`);
    const clusters = (await response.json()) as Cluster[];
    const failed = clusters.find(({ failure }) => failure !== null);
    if (failed) throw new Failure(failed.failure!);
    if (clusters.every(({ endpoint }) => endpoint !== null)) return;
    await sleep(500);
  }
}
