import type { ITerraformDependable } from 'cdktf';
import type { Service } from '../../../declarations/service';
import type { Runtime } from '../runtime/runtime';
import type { SharedBindings } from './shared-bindings';

/** The service that binds. */
export interface Binder {
  readonly runtime: Runtime;
  readonly service: string;
  /** Namespace of its pods, as a reference: what is made in it waits for it. */
  readonly namespace: string;
  readonly shared: SharedBindings;
  /** What it binds, and which of its processes consumes what. */
  readonly uses: Pick<Service, 'bind' | 'processes'>;
  /** What must be there before this one can call another service: that one's Deployments, and what lets this one in. */
  startOf(service: string): readonly ITerraformDependable[];
}

/**
 * Which of a service's two users a rotation is about. They take turns: the password of one changes while pods still
 * use the other, and those pods go on until the last of them is replaced.
 */
export function turnOf(rotation: number): Turn {
  return rotation % 2 === 1 ? 'a' : 'b';
}

export const TURNS = ['a', 'b'] as const;
export type Turn = (typeof TURNS)[number];
