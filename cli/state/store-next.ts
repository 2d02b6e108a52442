import { Failure } from '../../console/failure';
import type { StateStore, StateVersion } from '../../terraform/states/state-store';

export interface NextState {
  readonly stack: string;
  /** What is done, as it is shown to whoever meets the lock. */
  readonly operation: string;
  /** The newest version that was looked at: what is stored follows from it. */
  readonly seen: StateVersion;
  readonly text: string;
}

/**
 * Stores a state as the newest of a stack, under Terraform's lock.
 * @throws Failure when a run holds the lock, or has stored another state meanwhile.
 */
export async function storeNext(
  store: StateStore,
  { stack, operation, seen, text }: NextState,
): Promise<void> {
  const locked = `${stack} is locked: a run is at work on it, or was killed. If it is dead: npm run recover -- ${stack}`;
  await store.lock.held(operation, locked, async () => {
    const [latest] = await store.versions();
    if (latest?.id !== seen.id) {
      throw new Failure(`The state of ${stack} was changed meanwhile: look at it once more`);
    }
    await store.put(text);
  });
}
