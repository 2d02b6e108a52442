import { DAY_MS, formatTime, isOver } from './time';
import { conditionOf, know, locksOf, type Trace } from './trace';

export interface Circumstances {
  readonly now: Date;
  /** How long one lives that does not say so itself. */
  readonly lifetimeDays: number;
  /** From when on a lock counts as that of a dead run. */
  readonly staleMinutes: number;
  /** Whether its branch is gone, or its pull request closed. Undefined: nobody knows. */
  readonly isGone: boolean | undefined;
}

export interface Fate {
  readonly is: 'over' | 'kept' | 'in use';
  /** Continues "taken down: ", "kept: " or "left for the next sweep: ". */
  readonly why: string;
}

/** What a sweep is to do with a preview. Whoever is at work on it is left alone. */
export function fateOf(trace: Trace, { now, lifetimeDays, staleMinutes, isGone }: Circumstances): Fate {
  const locks = locksOf(trace);
  const fresh = locks.find(({ lock }) => +now - +lock.created < staleMinutes * 60_000);
  if (fresh)
    return {
      is: 'in use',
      why: `${fresh.lock.who} is at work on it since ${formatTime(fresh.lock.created)}`,
    };
  const over = whyOver(trace, now, lifetimeDays, isGone);
  if (over) return { is: 'over', why: over };
  const condition = conditionOf(trace);
  const [stale] = locks;
  if (stale && condition !== 'ready') {
    const { who, created } = stale.lock;
    return { is: 'over', why: `the run of ${who} that began at ${formatTime(created)} was broken off` };
  }
  if (condition === 'destroyed')
    return { is: 'over', why: 'it was destroyed by hand, but for what Terraform does not know of' };
  const { expires } = know(trace);
  return { is: 'kept', why: expires === undefined ? 'it was changed of late' : `it lives until ${expires}` };
}

function whyOver(
  trace: Trace,
  now: Date,
  lifetimeDays: number,
  isGone: boolean | undefined,
): string | undefined {
  const { expires, since } = know(trace);
  if (expires !== undefined && isOver(expires, now)) return `its last day was ${expires}`;
  const changes = Object.values(trace.stacks).flatMap(
    (stack) => stack?.state?.changed ?? stack?.lock?.created ?? since ?? [],
  );
  const last = Math.max(...changes.map(Number));
  if (expires === undefined && changes.length > 0 && +now - last > lifetimeDays * DAY_MS) {
    return `nothing says how long it is to live, and its last change was at ${formatTime(new Date(last))}`;
  }
  if (!isGone) return undefined;
  return /^pr-\d+$/.test(trace.id) ? 'its pull request is closed' : 'its branch is gone';
}
