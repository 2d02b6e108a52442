import { supportWarnings } from '../../parameters/support';
import { today } from '../../parameters/today';
import { warningsOf } from '../../parameters/warnings';
import { declared } from '../fixture/services/declared';
import { load, problems, valid } from './files';

const cluster = (version: string) => ({ 'dev.json': valid({ cluster: { version } }) });

/** Runs with another day than that of the tests. */
function on<T>(day: string, use: () => T): T {
  const before = process.env.PLATFORM_TODAY;
  process.env.PLATFORM_TODAY = day;
  try {
    return use();
  } finally {
    process.env.PLATFORM_TODAY = before;
  }
}

const warnings = (files: Record<string, unknown>, day: string) =>
  on(day, () =>
    load(files).flatMap((environment) =>
      'name' in environment ? supportWarnings(environment, declared, day) : [],
    ),
  ).map((text) => text.replace(/^\S+ /, ''));

test('Kubernetes 1.34 is warned of for its last 90 days, and refused once its standard support is over', () => {
  expect(warnings(cluster('1.34'), '2026-09-03')).toEqual([]);
  expect(warnings(cluster('1.34'), '2026-09-04')).toEqual([
    'cluster.version: AWS ends the standard support of Kubernetes 1.34 on 2026-12-02, in 89 days; after that this file is refused, and AWS raises the version by itself',
  ]);
  expect(warnings(cluster('1.34'), '2026-12-02')).toHaveLength(1);
  expect(on('2026-12-03', () => problems(cluster('1.34')))).toEqual([
    'cluster.version: "1.34", and AWS ended the standard support of Kubernetes 1.34 on 2026-12-02 → a version with support, after what runs has been taken to it, one minor at a time',
  ]);
});

test('an engine is refused once its standard support is over', () => {
  const files = { 'dev.json': valid({ cluster: { version: '1.36' } }) };
  expect(on('2027-08-02', () => load(files))).toMatchObject([{ name: 'dev' }]);
  // Kubernetes as well, long since.
  expect(on('2029-08-01', () => problems(files))).toContain(
    'databases.products.version: "8.4.10", and AWS ended the standard support of mysql 8.4 on 2029-07-31 → a version with support, after what runs has been taken to it',
  );
});

test('a version without an announced end is neither warned of nor refused', () => {
  const files = { 'dev.json': valid({ cluster: { version: '1.36' } }) };
  expect(warnings(files, '2027-04-01')).toEqual([]);
});

test('PLATFORM_TODAY shows what another day refuses, and is a day', () => {
  expect(today({ PLATFORM_TODAY: '2027-06-01' })).toBe('2027-06-01');
  expect(today({})).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(() => today({ PLATFORM_TODAY: 'tomorrow' })).toThrow(
    'got "tomorrow"; allowed: a day such as 2026-12-01',
  );
});

test('a schedule that a clock change skips or doubles is warned of, with one that runs each time', () => {
  const task = { command: ['run'], cron: '0 2 * * *', timeZone: 'Europe/Berlin' };
  const services = { report: { description: 'Reports', group: 'office', schedules: { nightly: task } } };
  expect(warningsOf([], { backing: {}, services }, '2026-11-29')).toEqual([
    'services/report.ts schedules.nightly: "0 2 * * *" in Europe/Berlin does not run at 02:00 to 02:59 on 2027-03-28, which the clock skips, and runs twice at 02:00 to 02:59 on 2027-10-31, which the clock has twice; to run once each time: "0 3 * * *", or a time zone without summer time such as UTC',
  ]);
});
