import { pooled } from '../../programs/pooled';
import { type Lock, parseLockFile } from '../../terraform/lock';
import { readContent, type StateContent } from '../../terraform/states/state-content';
import type { StateStore, StateVersion } from '../../terraform/states/state-store';

/** A version of a state, and what is known of it. */
export interface HistoryEntry {
  readonly version: StateVersion;
  /** A text: why it can't be read. Undefined: the mark of a deletion. */
  readonly content?: StateContent | string;
  /** The run that stored it, by the lock that it held then. Undefined: it was stored or deleted beside Terraform. */
  readonly by?: Pick<Lock, 'who' | 'operation'>;
}

/** At a time: each is a process. */
const AT_ONCE = 4;
/** S3 tells whole seconds. */
const SECOND_MS = 1000;

/**
 * Reads versions of a state with those who stored them.
 * @throws Failure with what the AWS CLI has to say.
 */
export async function readHistory(
  store: StateStore,
  versions: readonly StateVersion[],
): Promise<HistoryEntry[]> {
  const locks = heldTimes(await store.locks());
  const holders = new Map<string, Promise<Lock | undefined>>();
  const holderOf = (version: StateVersion): Promise<Lock | undefined> | undefined => {
    const held = locks.find(({ lock, until }) => isWithin(version, lock.written, until));
    if (!held) return undefined;
    const { lock } = held;
    const holder =
      holders.get(lock.id) ??
      store.readLock(lock).then(
        (text) => parseLockFile(text, lock.written),
        // Roles that only read states may not read locks.
        () => undefined,
      );
    holders.set(lock.id, holder);
    return holder;
  };
  return pooled(versions, AT_ONCE, async (version) => ({
    version,
    content: version.isDeletion ? undefined : readContent(await store.read(version)),
    by: await holderOf(version),
  }));
}

interface Held {
  readonly lock: StateVersion;
  /** Undefined: it is held still. */
  readonly until?: Date;
}

/** @param entries the newest first: a lock, and the mark of its end after it. */
function heldTimes(entries: readonly StateVersion[]): Held[] {
  return entries
    .filter(({ isDeletion }) => !isDeletion)
    .map((lock) => {
      const ends = entries.filter(({ isDeletion, written }) => isDeletion && +written >= +lock.written);
      return { lock, until: ends.at(-1)?.written };
    });
}

function isWithin({ written }: StateVersion, from: Date, until: Date | undefined): boolean {
  return +written >= +from && (until === undefined || +written <= +until + SECOND_MS);
}
