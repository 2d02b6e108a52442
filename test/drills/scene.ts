import type { Lane } from './lane';
import type { Running } from './running';

/** Where a disturbance acts. */
export interface Scene {
  readonly lane: Lane;
  /** The command that is disturbed. */
  readonly running: Running;
  /** Begins another command beside it, and waits for its end with the first one's. */
  beside(command: string): Promise<void>;
}
