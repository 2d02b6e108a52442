import type { Failure } from '../../../console/failure';
import { pooled } from '../../../programs/pooled';

/** Something that a run has left, and no state knows. */
export interface Leftover {
  /** An ARN, or what it is and its name. */
  readonly what: string;
  readonly remove: () => Promise<void>;
}

export interface Removed {
  readonly removed: readonly string[];
  /** What could not be, with the reason. */
  readonly left: readonly string[];
}

const AT_ONCE = 4;

/** Removes what is found, and looks once more for as long as that helps: what others needed is out of their way then. */
export async function removeAll(find: () => Promise<readonly Leftover[]>): Promise<Removed> {
  const removed = new Set<string>();
  for (;;) {
    const found = (await find()).filter(({ what }) => !removed.has(what));
    const before = removed.size;
    const failures = await pooled(found, AT_ONCE, async ({ what, remove }) => {
      const failure = await remove().catch((error: Failure) => error.message);
      if (failure === undefined) removed.add(what);
      return failure === undefined ? undefined : `${what}: ${failure}`;
    });
    const left = failures.filter((failure) => failure !== undefined);
    if (left.length === 0 || removed.size === before) return { removed: [...removed].sort(), left };
  }
}
