import type { EngineRelease } from '../../parameters/catalogue/upgrade-paths';
import type { Edit } from '../edit-parameters';

/** Something that has a version, and where it can go. */
export interface Versioned {
  /** What steps of it begin with: `kubernetes`, `databases.orders`. */
  readonly id: string;
  /** What it is, such as `Kubernetes` or `postgres`. */
  readonly what: string;
  /** By the parameter file. */
  readonly runs: string;
  /** By AWS, where that was asked. */
  readonly inAws?: string;
  /** The last day of its standard support; null: none is announced. */
  readonly ends: string | null;
  /** What AWS does then. */
  readonly afterwards: string;
  /** The newest of each major, in order. */
  readonly steps: readonly UpgradeStep[];
  /** All that can be written, by its id. */
  readonly all: readonly UpgradeStep[];
}

export interface UpgradeStep {
  /** What `--write` takes: `databases.orders=18.4`. */
  readonly id: string;
  /** The commands, or the look, that come before it. */
  readonly before?: string;
  /** What it replaces or restarts. */
  readonly does: string;
  /** How long that takes. */
  readonly takes: string;
  /** Whether it can be taken back. */
  readonly back: string;
  /** The environment that has to be there first. */
  readonly waitsFor?: string;
  readonly edits: readonly Edit[];
}

/** `18.4`, but `valkey-8.2` where the engine changes. */
export function nameOf(from: EngineRelease, { engine, version }: EngineRelease): string {
  return from.engine === engine ? version : `${engine}-${version}`;
}
