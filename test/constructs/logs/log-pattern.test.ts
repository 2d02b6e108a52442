import {
  allOf,
  errorQuery,
  hasNoLevel,
  hasProperty,
  isError,
  isOfService,
  messageQuery,
} from '../../../constructs/logs/log-pattern';
import { ANY, readingOf, readingsOf } from '../../../declarations/log-form';

/** CloudWatch takes no longer pattern. */
const LONGEST = 1024;

test.each([
  ['slog', '(($.log_processed.level = "ERROR*"))'],
  ['pino', '(($.log_processed.level >= 50))'],
  ['python', '(($.log_processed.levelname = "ERROR") || ($.log_processed.levelname = "CRITICAL"))'],
] as const)('an error of %s is %s', (preset, pattern) => {
  expect(isError(readingOf(preset))).toBe(pattern);
});

test('of an undeclared log, an error is one in any form, and a line without a level has none of their properties', () => {
  for (const preset of ['slog', 'zap', 'pino', 'logback', 'python'] as const) {
    const conditions = isError(readingOf(preset)).slice(1, -1).split(' || ');
    expect(isError(ANY).slice(1, -1).split(' || ')).toEqual(expect.arrayContaining(conditions));
  }
  expect(hasNoLevel(ANY)).toBe(
    '($.log_processed.level NOT EXISTS) && ($.log_processed.levelname NOT EXISTS)',
  );
});

test('the longest that a declaration may say is no longer than a pattern may be', () => {
  const property = 'p'.repeat(50);
  const level = readingOf({ level: property, error: Array.from({ length: 8 }, (_, i) => `${i}`.repeat(30)) });
  expect(`{ ($.kubernetes.labels.service = *) && ${isError(level)} }`.length).toBeLessThanOrEqual(LONGEST);
  expect(`{ ($.kubernetes.labels.service = *) && ${isError(ANY)} }`.length).toBeLessThanOrEqual(LONGEST);
  const own = allOf([
    isOfService('g'.repeat(20), 's'.repeat(20)),
    ...Array.from({ length: 5 }, () => hasProperty(property, 'x'.repeat(100))),
  ]);
  expect(`{ ${own} }`.length).toBeLessThanOrEqual(LONGEST);
});

test('the dashboard finds the same errors, with what they say', () => {
  expect(errorQuery(readingOf({ level: 'level', error: ['ERR*', 'a.b'] }))).toBe(
    '(log_processed.level like /^(ERR.*|a\\.b)$/)',
  );
  expect(errorQuery(readingOf('pino'))).toBe(
    '((log_processed.level like /^[0-9]+$/ and log_processed.level >= 50))',
  );
  expect(messageQuery(readingOf('logback'))).toBe('coalesce(log_processed.message, log)');
  expect(messageQuery(ANY)).toBe('coalesce(log_processed.msg, log_processed.message, log)');
});

test('services of one form share one reading, whatever their order', () => {
  const own = { level: 'severity', error: ['ERROR'] };
  const services = { a: { logs: own }, b: { logs: 'pino' as const }, c: {}, d: { logs: { ...own } } };
  const names = readingsOf(services).map(({ name }) => name);
  expect(names).toHaveLength(3);
  expect(readingsOf(Object.fromEntries(Object.entries(services).reverse())).map(({ name }) => name)).toEqual(
    names,
  );
});
