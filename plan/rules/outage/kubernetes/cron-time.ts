const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a schedule of five fields names only days that no month has, such as the 31st of February. */
export function comesNever(schedule: string): boolean {
  const [, , days, months, weekdays, ...rest] = schedule.trim().toLowerCase().split(/\s+/);
  // A day of the week comes as well as a day of the month.
  if (days === undefined || months === undefined || weekdays !== '*' || rest.length > 0) return false;
  const [first, lasts] = [days.split(',').map(firstOf), months.split(',').map(daysOf)];
  return [...first, ...lasts].every(Number.isFinite) && Math.min(...first) > Math.max(...lasts);
}

/** The first of `31`, `30-31` or `15/2`. */
const firstOf = (part: string) =>
  /^\d{1,2}([-/]\d{1,2}){0,2}$/.test(part) ? Number.parseInt(part, 10) : Number.NaN;

function daysOf(part: string): number {
  if (!/^([a-z]{3}|\d{1,2})$/.test(part)) return Number.NaN;
  const index = MONTHS.includes(part) ? MONTHS.indexOf(part) : Number(part) - 1;
  return DAYS_IN_MONTH[index] ?? Number.NaN;
}
