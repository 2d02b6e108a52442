import { join } from 'node:path';
import { exclusively, isHeld } from '../machine/exclusive';
import { type LocalContext, waitingFor } from './local-context';

type Context = Pick<LocalContext, 'layout' | 'display'>;

/**
 * Does work on environments, on which no other run of this command is at work meanwhile: what one makes is in no state
 * yet when another one looks what there is to destroy.
 */
export function atWorkOn<T>(
  context: Context,
  environments: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  // In one order, so that two runs never wait for each other.
  const [name, ...others] = [...environments].sort();
  if (name === undefined) return work();
  return exclusively(lockOf(context, name), waitingFor(context), () => atWorkOn(context, others, work));
}

/** Whether another run is at work on one of these. */
export function othersAtWork(context: Context, environments: readonly string[]): boolean {
  return environments.some((name) => isHeld(lockOf(context, name)));
}

function lockOf({ layout }: Context, environment: string): string {
  return join(layout.environmentLocks, environment);
}
