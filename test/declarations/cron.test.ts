import fc from 'fast-check';
import { isCron } from '../../declarations/cron';

// What Kubernetes says to each was asked of github.com/robfig/cron 3.0.1, the parser that it uses.

test.each([
  '* * * * *',
  '0 2 * * *',
  '*/15 * * * *',
  '? ? ? ? ?',
  '0 0 ? * *',
  '*/59 * * * *',
  '0-59 0-23 1-31 1-12 0-6',
  '5/15 * * * *',
  '32/2 * * * *',
  '1-5/2 * * * *',
  '?/5 * * * *',
  '0 0 1,15 * *',
  '0 1-3,5,7-9/2 * * *',
  '5 5 * * 5-5',
  '007 02 * * *',
  '0 0 * jan *',
  '0 0 * JAN/2 *',
  '0 0 * feb-Apr *',
  '0 0 * 1-dec *',
  '0 0 * * mon-fri',
  '0 0 * * SUN',
  '0 0 * * mon,3,fri-6',
  '0 0 31 2 *',
  '0  2 *   * *',
  '@hourly',
  '@daily',
  '@midnight',
  '@weekly',
  '@monthly',
  '@yearly',
  '@annually',
])('takes "%s", as Kubernetes does', (schedule) => {
  expect(isCron(schedule)).toBe(true);
});

test.each([
  '',
  ' ',
  '* * * *',
  '* * * * * *',
  '0 0 0 2 * * *',
  '60 * * * *',
  '0 24 * * *',
  '0 0 0 * *',
  '0 0 32 * *',
  '0 0 * 0 *',
  '0 0 * 13 *',
  '0 0 * * 7',
  '0 0 * * 0-7',
  '-1 * * * *',
  '5-1 * * * *',
  '0 0 * * fri-mon',
  '1-2-3 * * * *',
  '1-60 * * * *',
  '*/0 * * * *',
  '*/-5 * * * *',
  '*/a * * * *',
  '*/ * * * *',
  '/5 * * * *',
  '1/2/3 * * * *',
  '5- * * * *',
  '-5 * * * *',
  '5-* * * * *',
  '1.5 * * * *',
  '0x5 * * * *',
  '1e1 * * * *',
  '٣ * * * *',
  'a * * * *',
  'mon * * * *',
  'jan 0 * * *',
  '0 0 * mon *',
  '0 0 * * jan',
  '0 0 * january *',
  '0 0 * * sunday',
  '0 0 5-sun * *',
  '0 0 * 12-23 *',
  '0 0 L * *',
  '0 0 15W * *',
  '0 0 * * 5L',
  '0 0 * * 5#3',
  '0 0 * * mon/a',
  '@reboot',
  '@HOURLY',
  '@every',
  '@every day',
  'TZ=UTC 0 0 * * *',
  'CRON_TZ=UTC 0 0 * * *',
])('refuses "%s", as Kubernetes does', (schedule) => {
  expect(isCron(schedule)).toBe(false);
});

test.each([
  ['1, * * * *', 'never to run for what is missing'],
  [', * * * *', 'never to run'],
  ['1,,2 * * * *', '1,2'],
  ['*-5 * * * *', '*'],
  ['*/90 * * * *', 'once an hour'],
  ['0 */24 * * *', 'once a day'],
  ['+5 * * * *', '5'],
  ['@every 1h', 'counted from when the CronJob was made'],
  [' 0 2 * * *', 'the same without the space'],
  ['0\t2 * * *', 'the same with a space'],
])('refuses "%s", which Kubernetes takes for something else: %s', (schedule) => {
  expect(isCron(schedule)).toBe(false);
});

const FIELDS = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12 },
  { min: 0, max: 6 },
];

const item = ({ min, max }: { min: number; max: number }) =>
  fc
    .record({
      from: fc.integer({ min, max }),
      length: fc.option(fc.nat(max - min)),
      all: fc.boolean(),
      step: fc.option(fc.integer({ min: 1, max })),
    })
    .map(({ from, length, all, step }) => {
      const range = length === null ? `${from}` : `${from}-${Math.min(from + length, max)}`;
      return (all ? '*' : range) + (step === null ? '' : `/${step}`);
    });

const fields = fc.tuple(
  ...FIELDS.map((field) =>
    fc.array(item(field), { minLength: 1, maxLength: 3 }).map((items) => items.join(',')),
  ),
);

test('takes any schedule in its bounds, and none with a number beyond them', () => {
  fc.assert(
    fc.property(fields, fc.nat(4), fc.boolean(), (all, at, above) => {
      expect(isCron(all.join(' '))).toBe(true);
      const { min, max } = FIELDS[at]!;
      const beyond = above ? `${max + 1}` : `${min - 1}`;
      expect(isCron(all.with(at, `${all[at]},${beyond}`).join(' '))).toBe(false);
    }),
  );
});
