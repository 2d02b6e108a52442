import { type CronTimes, timesOf } from './cron';

/** A time of the wall clock that a time zone skips, or has twice. */
export interface ClockChange {
  readonly kind: 'skipped' | 'repeated';
  /** Such as `2027-03-28`. */
  readonly day: string;
  /** First and last minute, such as `02:00` and `02:59`. */
  readonly from: string;
  readonly to: string;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * The clock changes of a year from a day on in which a schedule does not run, or runs twice. Kubernetes asks the parser
 * of robfig/cron for the next time after the last one: it looks for a time of the wall clock that fits, so it never
 * finds one that is skipped, and finds both of one that comes twice. A schedule of every hour loses and wins nothing.
 * Source: github.com/robfig/cron v3, "Time zones" in doc.go, and SpecSchedule.Next.
 */
export function missedRuns(cron: string, timeZone: string, from: string): ClockChange[] {
  const schedule = timesOf(cron);
  if (schedule.hours.size === 24) return [];
  return clockChanges(timeZone, from).filter((change) => touches(schedule, change));
}

/** The same time on an hour that no clock change of the year touches; undefined where there is none to name. */
export function quietTime(cron: string, timeZone: string, from: string): string | undefined {
  const [minute, hour, ...days] = cron.split(/ +/);
  if (!/^\d+$/.test(hour ?? '')) return undefined;
  const later = Array.from({ length: 23 }, (_, index) => (Number(hour) + index + 1) % 24);
  return later
    .map((other) => [minute, other, ...days].join(' '))
    .find((other) => missedRuns(other, timeZone, from).length === 0);
}

function touches({ minutes, hours, runsOn }: CronTimes, { day, from, to }: ClockChange): boolean {
  if (!runsOn(day)) return false;
  return [...hours].some((hour) =>
    [...minutes].some((minute) => {
      const time = clock(hour * 60 + minute);
      return from <= time && time <= to;
    }),
  );
}

function clockChanges(timeZone: string, from: string): ClockChange[] {
  const offset = offsetIn(timeZone);
  const begin = Date.parse(from);
  const days = Array.from({ length: 366 }, (_, index) => begin + index * DAY);
  return days.flatMap((start) => {
    const [before, after] = [offset(start), offset(start + DAY)];
    if (before === after) return [];
    const at = firstWith(start, start + DAY, (time) => offset(time) === after);
    // Skipped are the minutes that the clock would have shown next; repeated are those that it has shown.
    const [first, last] = after > before ? [at + before, at + after] : [at + after, at + before];
    const wall = new Date(first).toISOString();
    const length = (last - first) / MINUTE;
    const minute = Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));
    return [
      {
        kind: after > before ? ('skipped' as const) : ('repeated' as const),
        day: wall.slice(0, 10),
        from: clock(minute),
        to: clock(minute + length - 1),
      },
    ];
  });
}

/** How far the wall clock is ahead of UTC, in milliseconds. */
function offsetIn(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  return (time) => {
    const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')!.value;
    const [, sign, hours = '0', minutes = '0'] = /GMT([+-])?(\d\d)?:?(\d\d)?/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
  };
}

/** The first minute between two times for which something holds that holds for all later ones. */
function firstWith(low: number, high: number, holds: (time: number) => boolean): number {
  if (high - low <= MINUTE) return high;
  const middle = low + Math.floor((high - low) / (2 * MINUTE)) * MINUTE;
  return holds(middle) ? firstWith(low, middle, holds) : firstWith(middle, high, holds);
}

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
