import type { Value } from '../value';

/**
 * Hours between two times, of the schedules that are common; undefined for any other. AWS has
 * `cron(minutes hours day-of-month month day-of-week year)` and `rate(12 hours)`.
 */
export function everyHours(schedule: Value): number | undefined {
  const text = `${schedule ?? ''}`;
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(text);
  if (rate)
    return Number(rate[1]) * { minute: 1 / 60, hour: 1, day: 24 }[rate[2] as 'minute' | 'hour' | 'day'];
  const fields = /^cron\(([^()]*)\)$/.exec(text)?.[1]?.trim().split(/\s+/);
  if (fields?.length !== 6) return undefined;
  const [, hour, dayOfMonth, month, dayOfWeek] = fields as [string, string, string, string, string];
  if (!/^([*?]|1\/1)$/.test(month)) {
    return /^[\w,]+$/.test(month) ? (24 * 365) / month.split(',').length : undefined;
  }
  const [daily, weekly] = [/^([*?]|1\/1|\*\/1)$/, /^[*?]$/];
  if (!daily.test(dayOfMonth))
    return weekly.test(dayOfWeek) ? (24 * 30) / dayOfMonth.split(',').length : undefined;
  if (!weekly.test(dayOfWeek)) {
    const days = /^(MON-FRI|2-6)$/.test(dayOfWeek) ? 5 : dayOfWeek.split(',').length;
    return /^[\w,-]+$/.test(dayOfWeek) ? (24 * 7) / days : undefined;
  }
  if (hour === '*') return 1;
  const step = /^(?:\*|\d+)\/(\d+)$/.exec(hour)?.[1];
  return step ? Number(step) : 24 / hour.split(',').length;
}
