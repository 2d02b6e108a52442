import type { Actor } from './actors';
import type { World } from './world/world';

/** A way from one actor to another: whoever is the first can become the second. */
export interface Step {
  readonly to: Actor;
  /** In words between the names of the two: "assumes". */
  readonly how: string;
  /** What alone keeps it from this: names of admission policies, or a deploy that somebody reviews. */
  readonly heldBy?: readonly string[];
}

/** A kind of step. */
export interface Edge {
  /** The actions of AWS that it asks about, or the rights in Kubernetes. */
  readonly actions: readonly string[];
  /** Where the kind is described. */
  readonly source: string;
  /** Its numbers in the catalogue of pathfinding.cloud. */
  readonly catalogue?: readonly string[];
  readonly steps: (from: Actor, world: World) => Iterable<Step>;
}
