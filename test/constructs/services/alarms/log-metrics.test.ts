import { LogMetrics } from '../../../../constructs/services/alarms/log-metrics';
import type { Services } from '../../../../declarations/service';
import { all, type Json, synth } from '../../../helpers';
import { field, testRuntime } from '../../test-runtime';

const service = { description: 'A service', group: 'shop' };

function filtersOf(services: Services): Record<string, Json> {
  const synthesized = synth((stack) => {
    new LogMetrics(stack, 'logs', { runtime: testRuntime(stack), services });
  });
  const filters = all(synthesized, 'aws_cloudwatch_log_metric_filter');
  return Object.fromEntries(filters.map((filter) => [filter.name.replace('test-log-', ''), filter]));
}

test('errors are counted by form and lines without a level by property, so that services more need no filter more', () => {
  const forms = { a: { ...service, logs: 'pino' as const }, b: { ...service, logs: 'python' as const } };
  const more = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`s-${index}`, forms.a]));
  const names = ['errors-pino', 'errors-python', 'without-level', 'without-levelname'];
  expect(Object.keys(filtersOf(forms)).sort()).toEqual(names);
  expect(Object.keys(filtersOf({ ...forms, ...more })).sort()).toEqual(names);
});

test('namespace and service are dimensions, which AWS refuses beside a default', () => {
  const { 'errors-any': errors } = filtersOf({ shop: service });
  expect(errors.log_group_name).toBe(field('logs', 'applicationGroup'));
  expect(errors.metric_transformation).toEqual({
    namespace: 'acme/test',
    name: 'test-log-errors-any',
    value: '1',
    dimensions: { Namespace: '$.kubernetes.namespace_name', Service: '$.kubernetes.labels.service' },
  });
});

test('commands that somebody waits for may print what they like', () => {
  const { 'without-level': unread } = filtersOf({ shop: { ...service, logs: 'slog' } });
  expect(unread.pattern).toBe(
    '{ ($.kubernetes.labels.service = *) && ($.log_processed.level NOT EXISTS) && ($.kubernetes.container_name != "release") && ($.kubernetes.container_name != "admin") }',
  );
});
