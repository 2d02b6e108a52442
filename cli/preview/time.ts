const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** Such as `2026-11-27 10:20 UTC`. */
export function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Such as `5 min`, `3 h` or `2 days`. */
export function formatAge(since: Date, now: Date): string {
  const ms = Math.max(0, +now - +since);
  if (ms < 60 * MINUTE_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < 2 * DAY_MS) return `${Math.floor(ms / (60 * MINUTE_MS))} h`;
  return `${Math.floor(ms / DAY_MS)} days`;
}

/** Such as `today`, `in 2 days` or `EXPIRED`, of the last day of a life. */
export function formatExpiry(day: string, now: Date): string {
  if (isOver(day, now)) return 'EXPIRED';
  const days = Math.round((Date.parse(day) - Date.parse(now.toISOString().slice(0, 10))) / DAY_MS);
  if (days === 0) return 'today';
  return days === 1 ? 'tomorrow' : `in ${days} days`;
}

/** A day ends at midnight in UTC. */
export function isOver(day: string, now: Date): boolean {
  return day < now.toISOString().slice(0, 10);
}
