import type { Call } from './faults';
import type { Scene } from './scene';

/** What is deployed when a drill begins: what comes before all environments; with it the environment's account; its platform; all; all after a change; all, with a preview. */
export const STARTS = ['bootstrap', 'account', 'platform', 'services', 'changed', 'preview'] as const;
export type Start = (typeof STARTS)[number];

/** What there has to be at the end: exactly what an undisturbed way to the same place has left. */
export type Goal = Start;

/** When the disturbance comes. */
export type Moment =
  /** Before the command. */
  | 'first'
  /** After so many resources were made, changed or destroyed. */
  | number
  /** While such a call waits for its answer. */
  | Call;

export interface Disturbance {
  /** In the table: `Ctrl-C twice`. */
  readonly what: string;
  /** In the runbook, where one row stands for several. Default: the same. */
  readonly kind?: string;
  /** What there is before the command. */
  before?(scene: Pick<Scene, 'lane'>): void;
  act(scene: Scene): Promise<void>;
  /** After the command, whatever came of it: what heals by itself, or is put right by somebody. */
  heal?(scene: Scene): Promise<void>;
  /** The exit code that the command has to end with. Default: any but 0. */
  readonly code?: number | 'any';
}

/** One bad moment, and the documented way out of it. */
export interface Point {
  /** `change/ctrl-c-twice`: what is under way, and what happens to it. */
  readonly name: string;
  /** What is under way, in words: `a first deploy of a platform`. */
  readonly underWay: string;
  readonly start: Start;
  /** The project's other parameters are deployed, which make, change and restart something of each stack. */
  readonly change?: boolean;
  /** The command that is disturbed, as a user types it. */
  readonly command: string;
  readonly moment: Moment;
  readonly disturbance: Disturbance;
  /** What a user does afterwards, by the documentation: two commands at most. */
  readonly then: readonly string[];
  readonly goal: Goal;
}
