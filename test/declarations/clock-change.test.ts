import { missedRuns, quietTime } from '../../declarations/clock-change';

const TODAY = '2026-11-29';

test('a nightly job at two in Berlin does not run in March and runs twice in October', () => {
  expect(missedRuns('0 2 * * *', 'Europe/Berlin', TODAY)).toEqual([
    { kind: 'skipped', day: '2027-03-28', from: '02:00', to: '02:59' },
    { kind: 'repeated', day: '2027-10-31', from: '02:00', to: '02:59' },
  ]);
});

test.each([
  // Half an hour only.
  ['15 2 * * *', 'Australia/Lord_Howe', ['2027-10-03 02:00-02:29']],
  ['45 1 * * *', 'Australia/Lord_Howe', ['2027-04-04 01:30-01:59']],
  // At midnight: there is no such minute on that day.
  ['@daily', 'America/Santiago', ['2027-09-05 00:00-00:59']],
  ['30 1 * * *', 'America/New_York', ['2027-11-07 01:00-01:59']],
  ['30 2 * * *', 'America/New_York', ['2027-03-14 02:00-02:59']],
])('%s in %s: %j', (cron, timeZone, found) => {
  const all = missedRuns(cron, timeZone, TODAY).map(({ day, from, to }) => `${day} ${from}-${to}`);
  expect(all).toEqual(found);
});

test.each([
  ['0 2 * * *', 'UTC'],
  ['0 2 * * *', 'Asia/Tokyo'],
  ['0 3 * * *', 'Europe/Berlin'],
  ['59 1 * * *', 'Europe/Berlin'],
  // Of a Monday: clocks change on a Sunday.
  ['0 2 * * mon-fri', 'Europe/Berlin'],
  ['0 2 1 * *', 'Europe/Berlin'],
  // Every hour: nobody misses one.
  ['*/5 * * * *', 'Europe/Berlin'],
  ['@hourly', 'Europe/Berlin'],
])('%s in %s runs as often as it says', (cron, timeZone) => {
  expect(missedRuns(cron, timeZone, TODAY)).toEqual([]);
});

test('a day of the month or of the week is enough where both are given, as Kubernetes reads it', () => {
  expect(missedRuns('0 2 1 * sun', 'Europe/Berlin', TODAY)).toHaveLength(2);
  expect(missedRuns('0 2 28 3 *', 'Europe/Berlin', TODAY)).toHaveLength(1);
});

test('the proposal is the next hour at which it runs once each time', () => {
  expect(quietTime('0 2 * * *', 'Europe/Berlin', TODAY)).toBe('0 3 * * *');
  expect(quietTime('30 1 * * sun', 'America/New_York', TODAY)).toBe('30 3 * * sun');
  expect(quietTime('0 1-5 * * *', 'Europe/Berlin', TODAY)).toBeUndefined();
});
