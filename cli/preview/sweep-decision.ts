import { conditionOf, type FoundPreview, locksOf, summaryOf } from './found-preview';
import { DAY_MS, formatTime, isOver } from './time';

export interface SweepContext {
  readonly now: Date;
  /** How long one lives that does not say so itself. */
  readonly lifetimeDays: number;
  /** From when on a lock counts as that of a dead run. */
  readonly staleMinutes: number;
  /** Whether its branch is gone, or its pull request closed. Undefined: nobody knows. */
  readonly isGone: boolean | undefined;
}

export interface SweepDecision {
  readonly is: 'over' | 'kept' | 'in use';
  /** Continues "taken down: ", "kept: " or "left for the next sweep: ". */
  readonly why: string;
}

/** What a sweep is to do with a preview. Whoever is at work on it is left alone. */
export function decideSweep(
  preview: FoundPreview,
  { now, lifetimeDays, staleMinutes, isGone }: SweepContext,
): SweepDecision {
  const locks = locksOf(preview);
  const fresh = locks.find(({ lock }) => +now - +lock.created < staleMinutes * 60_000);
  if (fresh)
    return {
      is: 'in use',
      why: `${fresh.lock.who} is at work on it since ${formatTime(fresh.lock.created)}`,
    };
  const over = whyOver(preview, now, lifetimeDays, isGone);
  if (over) return { is: 'over', why: over };
  const condition = conditionOf(preview);
  const [stale] = locks;
  if (stale && condition !== 'ready') {
    const { who, created } = stale.lock;
    return { is: 'over', why: `the run of ${who} that began at ${formatTime(created)} was broken off` };
  }
  if (condition === 'destroyed')
    return { is: 'over', why: 'it was destroyed by hand, but for what Terraform does not know of' };
  const { expires } = summaryOf(preview);
  return { is: 'kept', why: expires === undefined ? 'it was changed of late' : `it lives until ${expires}` };
}

function whyOver(
  preview: FoundPreview,
  now: Date,
  lifetimeDays: number,
  isGone: boolean | undefined,
): string | undefined {
  const { expires, since } = summaryOf(preview);
  if (expires !== undefined && isOver(expires, now)) return `its last day was ${expires}`;
  const changes = Object.values(preview.stacks).flatMap(
    (stack) => stack?.state?.changed ?? stack?.lock?.created ?? since ?? [],
  );
  const last = Math.max(...changes.map(Number));
  if (expires === undefined && changes.length > 0 && +now - last > lifetimeDays * DAY_MS) {
    return `nothing says how long it is to live, and its last change was at ${formatTime(new Date(last))}`;
  }
  if (!isGone) return undefined;
  return /^pr-\d+$/.test(preview.id) ? 'its pull request is closed' : 'its branch is gone';
}
