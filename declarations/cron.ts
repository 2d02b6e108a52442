interface Field {
  readonly min: number;
  readonly max: number;
  /** Other words for the numbers from `min` on. */
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  {
    min: 1,
    max: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

/** Source: github.com/robfig/cron v3, parser.go, parseDescriptor. */
const MACRO_FIELDS: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};
const MACROS = Object.keys(MACRO_FIELDS);

export const ALLOWED_CRON = `five fields (minute 0-59, hour 0-23, day 1-31, month 1-12 or jan-dec, weekday 0-6 or sun-sat) of *, numbers, ranges 1-5, lists 1,15 and steps */10, such as "0 2 * * mon-fri"; or ${MACROS.join(', ')}`;

/**
 * Whether a CronJob takes a schedule and runs it as it reads.
 *
 * Kubernetes uses the standard parser of github.com/robfig/cron v3. It also accepts schedules that do not mean what
 * they seem to say; these are refused here: `1,` or `,` (never), `*-5` (as `*`), a step beyond the field such as
 * `*\/90` (once an hour), `@every 1h` (counted from when the CronJob was made), `TZ=...` (use `timeZone`).
 */
export function isCron(schedule: string): boolean {
  if (schedule.startsWith('@')) return MACROS.includes(schedule);
  const fields = schedule.split(/ +/);
  return (
    fields.length === FIELDS.length &&
    fields.every((text, index) => text.split(',').every((item) => isItem(item, FIELDS[index]!)))
  );
}

/** When a schedule runs, by the wall clock. */
export interface CronTimes {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  /** Whether it runs on a day such as `2027-03-28`. */
  readonly runsOn: (day: string) => boolean;
}

/** Reads a schedule for which `isCron` holds. */
export function timesOf(cron: string): CronTimes {
  const texts = (MACRO_FIELDS[cron] ?? cron).split(/ +/);
  const [minutes, hours, days, months, weekdays] = texts.map((text, index) => valuesOf(text, FIELDS[index]!));
  const isStar = (text: string) => text.split(',').some((item) => /^[*?](\/1)?$/.test(item));
  // A day has to fit both fields, or one of them where neither is a star.
  const both = isStar(texts[2]!) || isStar(texts[4]!);
  const runsOn = (day: string) => {
    const date = new Date(day);
    const fits = [days!.has(date.getUTCDate()), weekdays!.has(date.getUTCDay())];
    return months!.has(date.getUTCMonth() + 1) && (both ? fits.every(Boolean) : fits.some(Boolean));
  };
  return { minutes: minutes!, hours: hours!, runsOn };
}

function valuesOf(text: string, field: Field): Set<number> {
  const items = text.split(',').flatMap((item) => {
    const [range = '', step = '1'] = item.split('/');
    const isStar = range === '*' || range === '?';
    const [low, high] = isStar ? [field.min, field.max] : range.split('-').map((end) => numberOf(end, field));
    // `5/10` goes on to the end of the field.
    const last = high ?? (item.includes('/') ? field.max : low!);
    const count = Math.floor((last - low!) / Number(step)) + 1;
    return Array.from({ length: count }, (_, index) => low! + index * Number(step));
  });
  return new Set(items);
}

/** `*`, `?`, `5`, `1-5`, each also with `/<step>`. */
function isItem(item: string, field: Field): boolean {
  const [range = '', step, ...rest] = item.split('/');
  if (rest.length > 0 || (step !== undefined && !isStep(step, field))) return false;
  if (range === '*' || range === '?') return true;
  const ends = range.split('-').map((text) => numberOf(text, field));
  return ends.length <= 2 && ends[0]! <= ends.at(-1)!;
}

function isStep(text: string, { max }: Field): boolean {
  return /^\d+$/.test(text) && Number(text) > 0 && Number(text) <= max;
}

/** NaN, which compares as false to all, where the field has no such value. */
function numberOf(text: string, { min, max, names = [] }: Field): number {
  const name = names.indexOf(text.toLowerCase());
  if (name >= 0) return min + name;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : Number.NaN;
}
