import addons from './addons.json';
import caches from './caches.json';
import databases from './databases.json';
import kubernetes from './kubernetes.json';
import regions from './regions.json';

/** When AWS stops. ISO dates; null: none is announced. */
export interface Support {
  readonly standardSupportEnds: string | null;
  readonly extendedSupportEnds: string | null;
}

/** One major of an engine. */
export interface Major extends Support {
  /** Of its parameter groups. */
  readonly family: string;
  /** What something new can be made with, the oldest first. */
  readonly versions: readonly string[];
}

/** A list, and where it is from. */
interface Listed {
  readonly source: string;
  /** The day on which the source was as it is here. */
  readonly taken: string;
}

/** What AWS has of one kind of server. */
export interface Servers extends Listed {
  readonly engines: Readonly<Record<string, Readonly<Record<string, Major>>>>;
  /** Instance classes or node types. */
  readonly sizes: Readonly<Record<string, { readonly notIn: readonly string[] }>>;
}

export interface Region {
  readonly partition: string;
  /** Letters of the zones that an account of today sees. Older accounts may see others. */
  readonly zones: readonly string[];
}

/** What AWS offers, as of the day of each list. `renew.ts` writes them anew. The emulator reads the same files. */
export const CATALOGUE: {
  readonly kubernetes: Listed & { readonly versions: Readonly<Record<string, Support>> };
  /** Versions by add-on and Kubernetes minor, the oldest first. */
  readonly addons: Listed & {
    readonly addons: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  };
  readonly databases: Servers;
  readonly caches: Servers;
  readonly regions: Listed & {
    readonly partitions: Readonly<Record<string, { readonly dnsSuffix: string }>>;
    readonly regions: Readonly<Record<string, Region>>;
  };
} = { addons, caches, databases, kubernetes, regions };

/** The majors of an engine; of one that is not listed: none. */
export function majorsOf({ engines }: Servers, engine: string): Readonly<Record<string, Major>> {
  return engines[engine] ?? {};
}

/** The major of a version, with its ends of support. */
export function majorOf(
  servers: Servers,
  engine: string,
  version: string,
): (Major & { name: string }) | undefined {
  const found = Object.entries(majorsOf(servers, engine)).find(([, { versions }]) =>
    versions.includes(version),
  );
  return found && { name: found[0], ...found[1] };
}
