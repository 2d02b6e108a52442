import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clustersOf } from './clusters';
import type { Emulator } from './emulator';

/** What a node says of the archive of an image: local/kubernetes/node/images.go. */
interface Imported {
  /** When the archive was changed, in milliseconds. */
  readonly changed: number;
  /** Why it has no image that can run. */
  readonly why?: string;
}

/** An archive, and when it was changed. */
export interface Archive {
  readonly file: string;
  readonly changed: number;
}

/** A node may take a minute to start, and it starts when there is an image. */
const START_MS = 90_000;
const IMPORT_MS = 120_000;
/** What it says when it has given up, rather than waits for something: local/kubernetes/cluster/box.go. */
const GAVE_UP = /^the node (ended|was not ready)/;

/**
 * Waits until the node of an account's cluster can run the images in archives, each in its present state.
 * @returns why it can't, a line for each reason. Empty: it can.
 */
export async function waitForNode(
  emulator: Pick<Emulator, 'port'>,
  account: string,
  archives: readonly Archive[],
): Promise<string[]> {
  if (archives.length === 0) return [];
  const started = await until(START_MS, async () => {
    const cluster = await clusterOf(emulator, account);
    if (!cluster?.box) return ['the emulator was started without a node for them'];
    if (cluster.simulated === null) return [];
    return GAVE_UP.test(cluster.simulated) ? [cluster.simulated] : undefined;
  });
  if (!started) return ['the node does not start'];
  if (started.length > 0) return started;
  const has = await until(IMPORT_MS, async () => {
    const imported = importedBy((await clusterOf(emulator, account))?.box ?? '');
    const found = archives.map(({ file, changed }) => {
      const state = imported[file];
      return state && state.changed >= changed ? state : undefined;
    });
    if (found.includes(undefined)) return undefined;
    return found.flatMap((state, index) => (state!.why ? [`${archives[index]!.file}: ${state!.why}`] : []));
  });
  return has ?? ['the node does not take the images'];
}

async function clusterOf(emulator: Pick<Emulator, 'port'>, account: string) {
  return (await clustersOf(emulator)).find((cluster) => cluster.account === account);
}

function importedBy(box: string): Readonly<Record<string, Imported>> {
  try {
    return JSON.parse(readFileSync(join(box, 'archives.json'), 'utf8'));
  } catch {
    return {};
  }
}

async function until<T>(patienceMs: number, look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(250)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  return undefined;
}
