import type { LogForm } from '../../../declarations/log-form';
import type { OwnAlarm } from '../../../declarations/own-alarm';
import type { Service } from '../../../declarations/service';
import { faults, faultsOf, process, service } from '../valid';

const refused: OwnAlarm = { description: 'Ask the bank', log: { msg: 'refused' }, above: 5, minutes: 10 };
const metric = { namespace: 'Shop', name: 'Waiting', statistic: 'Maximum' };
const alarm = (change: Partial<OwnAlarm>, name = 'refused') =>
  faultsOf({ alarms: { [name]: { ...refused, ...change } } });
const logs = (form: unknown) => faultsOf({ logs: form as LogForm });

test.each<Service['logs']>([
  'slog',
  'zap',
  'pino',
  'logback',
  'python',
  { level: 'severity', error: ['ERROR', 'FATAL'] },
  { level: 'log.level', error: { atLeast: 50 }, message: 'text' },
])('the log may have the form %j', (form) => {
  expect(faultsOf({ logs: form })).toEqual([]);
});

test('a library that nobody knows is told with those that are known, and how to declare another', () => {
  expect(logs('winston')).toEqual([
    'logs: "winston" → slog, zap, pino, logback, python, or a form such as { level: "severity", error: ["ERROR"] }',
  ]);
});

test.each([
  [{ level: 'log.level"', error: ['ERROR'] }],
  [{ level: '@level', error: ['ERROR'] }],
  [{ level: 'level', error: [] }],
  [{ level: 'level', error: ['ERR"OR'] }],
  [{ level: 'level', error: ['(ERROR)'] }],
  [{ level: 'level', error: Array.from({ length: 9 }, (_, index) => `E${index}`) }],
  [{ level: 'level', error: 'ERROR' }],
  [{ level: 'level' }],
  [{ level: 'level', error: ['ERROR'], message: 'a b' }],
])('a form that would be no pattern is refused: %j', (form) => {
  expect(logs(form)).toHaveLength(1);
});

test('alarms on a log and on a metric are fine', () => {
  expect(alarm({})).toEqual([]);
  expect(alarm({ log: { 'http.status': { atLeast: 500 }, cached: false, tries: 3 } })).toEqual([]);
  expect(alarm({ log: undefined, metric: { ...metric, dimensions: { Where: '{environment}' } } })).toEqual(
    [],
  );
  expect(alarm({ above: undefined, below: 1, minutes: 1440, severity: 'critical' })).toEqual([]);
});

test('all that is wrong with an alarm is told at once', () => {
  expect(alarm({ metric, above: undefined })).toEqual([
    'alarms.refused: log and metric → one of them, and not the other',
    'alarms.refused: neither above nor below → one of them, and not the other',
  ]);
  expect(alarm({ log: undefined, below: 1 })).toEqual([
    'alarms.refused: neither log nor metric → one of them, and not the other',
    'alarms.refused: above and below → one of them, and not the other',
  ]);
});

test.each<[Partial<OwnAlarm>, string]>([
  [{ minutes: 0 }, 'alarms.refused.minutes: 0 → 1 to 1440 minutes'],
  [{ minutes: 1441 }, 'alarms.refused.minutes: 1441 → 1 to 1440 minutes'],
  [
    { description: ' ' },
    'alarms.refused.description: " " → a text of at most 700 characters: what it means, and what to look at first',
  ],
  [{ log: {} }, 'alarms.refused.log: {} → one to five properties such as { event: "payment refused" }'],
  [
    { log: { msg: 'say "no"' } },
    'alarms.refused.log.msg: "say \\"no\\"" → a text, a number, true, false, or the lowest number such as { atLeast: 500 }',
  ],
  [
    { runbook: '../README' },
    'alarms.refused.runbook: "../README" → the name of a page in docs/runbooks/alarms/, without .md',
  ],
  [{ severity: 'page' as 'critical' }, 'alarms.refused.severity: "page" → warning, critical'],
])('an alarm %j is refused', (change, fault) => {
  expect(alarm(change)).toEqual([fault]);
});

test.each([
  [{ ...metric, statistic: 'Median' }, 'statistic'],
  [{ ...metric, namespace: ':Shop' }, 'namespace'],
  [{ ...metric, namespace: 'Shop*' }, 'namespace'],
  [{ ...metric, name: '' }, 'name'],
  [
    { ...metric, dimensions: Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`d${i}`, 'x'])) },
    'dimensions',
  ],
])('a metric that CloudWatch does not take is refused by its %#. part', (wrong, part) => {
  expect(alarm({ log: undefined, metric: wrong })).toEqual([
    expect.stringMatching(new RegExp(`^alarms\\.refused\\.metric\\.${part}: `)),
  ]);
});

test.each(['errors-logged', 'log-unread', 'restarts', 'restarts-2', 'schedules', 'web-down', 'web-errors'])(
  'the name %s is that of an alarm of the platform',
  (name) => {
    expect(alarm({}, name)).toEqual([
      `alarms.${name}: the name "${name}", which an alarm of the platform has → a name of its own`,
    ]);
  },
);

test('names of two services that make one alarm are refused', () => {
  const shop = service({ alarms: { 'web-late': refused } });
  const other = service({ processes: { main: process }, alarms: { late: refused } });
  expect(faults({ services: { shop, 'shop-web': other } })).toEqual([
    'services/shop-web.ts alarms.late: names that make a CloudWatch alarm "shop-web-late", as do those of services/shop.ts → another name for either',
  ]);
});

test('an alarm that silence sets off takes no flags back, as AppConfig would take each change back', () => {
  expect(alarm({ takesFlagsBack: true })).toEqual([]);
  expect(alarm({ takesFlagsBack: true, above: undefined, below: 1 })).toEqual([
    expect.stringMatching(
      /^alarms\.refused\.takesFlagsBack: true, of an alarm that silence sets off → false/,
    ),
  ]);
});

test('more alarms on logs than the log group takes filters are refused, counted over all services', () => {
  const many = (count: number, form?: Service['logs']) =>
    service({
      logs: form,
      alarms: Object.fromEntries(Array.from({ length: count }, (_, index) => [`late-${index}`, refused])),
    });
  // One filter is the cluster's, and two belong to each of the two forms.
  expect(faults({ services: { shop: many(50), till: many(45, 'pino') } })).toEqual([]);
  expect(faults({ services: { shop: many(50), till: many(46, 'pino') } })).toEqual([
    'services/till.ts alarms.late-45: alarm 96 on a log, counted over all services → 95: a log group takes 100 metric filters, and the platform has 5 for 2 forms of logs',
  ]);
});
