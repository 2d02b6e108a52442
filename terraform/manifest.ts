import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the app's manifest says of one stack. */
export interface ManifestEntry {
  readonly name: string;
  /** Where its files are, absolute or as `outdir` is. */
  readonly directory: string;
  /** Names of the stacks that have to be there before it. */
  readonly dependencies: readonly string[];
}

interface Manifest {
  readonly stacks: Readonly<
    Record<
      string,
      { readonly name: string; readonly workingDirectory: string; readonly dependencies: readonly string[] }
    >
  >;
}

/** The stacks that the app has written to a folder. None before it has. */
export function readManifest(outdir: string): ManifestEntry[] {
  const file = join(outdir, 'manifest.json');
  if (!existsSync(file)) return [];
  const { stacks } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  return Object.values(stacks).map(({ name, workingDirectory, dependencies }) => ({
    name,
    directory: join(outdir, workingDirectory),
    dependencies,
  }));
}
