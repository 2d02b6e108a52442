import { setTimeout as sleep } from 'node:timers/promises';
import { type Emulator, endpoint } from './emulator';

/** What answers requests as the emulated load balancers do. */
export interface LocalEntrance {
  /** On 127.0.0.1. Null: it does not run, or has not said so yet. */
  readonly port: number | null;
  /** Its access log. */
  readonly log: string | null;
  readonly balancers: readonly { readonly names: readonly Name[] }[];
}

/** A DNS name that leads to a load balancer, and what stands for it on this machine. */
interface Name {
  readonly name: string;
  readonly local: string;
}

/** An address for a browser. */
export interface WebAddress {
  readonly url: string;
  /** The name in AWS. */
  readonly name: string;
}

/** How long a new one may take to listen, in seconds. */
const START_SECONDS = 10;

export async function findEntrance(emulator: Pick<Emulator, 'port'>): Promise<LocalEntrance> {
  const response = await fetch(`${endpoint(emulator)}/_emulator/entrance`);
  return (await response.json()) as LocalEntrance;
}

/** The same, once it listens. If it never does, requests have nowhere to go, and all else works. */
export async function waitForEntrance(emulator: Pick<Emulator, 'port'>): Promise<LocalEntrance> {
  const end = Date.now() + START_SECONDS * 1000;
  for (;;) {
    const entrance = await findEntrance(emulator);
    if (entrance.port !== null || Date.now() > end) return entrance;
    await sleep(200);
  }
}

/** The addresses of an environment's routes, sorted. Its apex is none: no route leads there. */
export function addressesOf({ port, balancers }: LocalEntrance, environment: string): WebAddress[] {
  if (port === null) return [];
  return balancers
    .flatMap(({ names }) => names)
    .filter(({ local }) => local.endsWith(`.${environment}.localhost`))
    .map(({ name, local }) => ({ url: `http://${local}:${port}`, name }))
    .sort((a, b) => (a.url < b.url ? -1 : 1));
}
