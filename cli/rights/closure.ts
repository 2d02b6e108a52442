import type { Actor } from './actors';
import type { Step } from './edge';
import { EDGES } from './edges';
import type { World } from './world/world';

/** Somebody who is reached, by the fewest steps. */
export interface Reached {
  readonly actor: Actor;
  /** From the start. Empty: the start itself. */
  readonly path: readonly Step[];
}

export interface Closure {
  /** In the order in which they are reached. */
  readonly reached: readonly Reached[];
  /** Steps that admission policies alone refuse. */
  readonly held: readonly Reached[];
}

/** Everybody whom an actor can become in any number of steps. */
export function closureOf(start: Actor, world: World): Closure {
  const reached = new Map<string, Reached>([[start.id, { actor: start, path: [] }]]);
  const held = new Map<string, Reached>();
  for (const { actor, path } of reached.values()) {
    for (const step of stepsOf(actor, world)) {
      const into = step.heldBy === undefined ? reached : held;
      if (!into.has(step.to.id)) into.set(step.to.id, { actor: step.to, path: [...path, step] });
    }
  }
  return {
    reached: [...reached.values()],
    held: [...held.values()].filter(({ actor }) => !reached.has(actor.id)),
  };
}

const known = new WeakMap<World, Map<string, readonly Step[]>>();

/** HeldRight once: many starts lead to the same actors. */
function stepsOf(actor: Actor, world: World): readonly Step[] {
  const ofWorld = known.get(world) ?? new Map<string, readonly Step[]>();
  known.set(world, ofWorld);
  const steps = ofWorld.get(actor.id) ?? EDGES.flatMap(({ steps }) => [...steps(actor, world)]);
  ofWorld.set(actor.id, steps);
  return steps;
}
