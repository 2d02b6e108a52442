import { LogMetrics } from '../../../../constructs/services/alarms/log-metrics';
import { ServiceDashboard } from '../../../../constructs/services/alarms/service-dashboard';
import { type Json, only, synth } from '../../../helpers';
import { alarm } from '../../alarm';
import { field, testRuntime } from '../../test-runtime';

const WEB = {
  process: 'web',
  targets: [
    { version: '1.4.0', suffix: 'targetgroup/web/1' },
    { version: '1.5.0', suffix: 'targetgroup/web/2' },
  ],
  rules: [],
};

const DECLARATION = { description: 'The shop that customers see', logs: 'zap' as const };

function build({ routed = [WEB], workloads = [{ name: 'shop-web', process: 'web' }] } = {}) {
  const resource = only(
    synth((stack) => {
      const runtime = testRuntime(stack);
      new ServiceDashboard(stack, 'dashboard', {
        runtime,
        namespace: 'store',
        service: 'shop',
        declaration: DECLARATION,
        logs: new LogMetrics(stack, 'log', { runtime, services: {} }),
        routed,
        workloads,
        schedules: [],
        versions: [
          { version: '1.4.0', weight: 90, commit: '3f2a1bc' },
          { version: '1.5.0', weight: 10 },
        ],
        alarms: [alarm(stack, 'down')],
        ownAlarms: [alarm(stack, 'refused')],
      });
    }),
    'aws_cloudwatch_dashboard',
  );
  const { widgets } = JSON.parse(resource.dashboard_body);
  const graphs = widgets
    .filter(({ type, properties }: Json) => type === 'metric' && properties.metrics)
    .map(({ properties }: Json) => properties);
  return { name: resource.dashboard_name, widgets, graphs };
}

test('says which versions run, from which commit, for how many of the requests', () => {
  const { name, widgets } = build();
  expect(name).toBe('test-service-shop');
  const { markdown } = widgets[0].properties;
  expect(markdown).toContain('The shop that customers see');
  expect(markdown).toContain('- `1.4.0`, commit 3f2a1bc: 90 % of requests from outside');
  expect(markdown).toContain('- `1.5.0`: 10 % of requests from outside');
});

test('leads to the dashboard of the environment', () => {
  expect(build().widgets[0].properties.markdown).toContain('#dashboards/dashboard/test)');
});

test('shows what is wrong now', () => {
  expect(build().widgets[1]).toMatchObject({
    type: 'alarm',
    properties: { alarms: ['arn:aws:cloudwatch:eu-central-1:123456789012:alarm:down'] },
  });
});

test('shows traffic, errors and latency of each version', () => {
  const [requests, errors, seconds] = build().graphs;
  const line = (metric: string, number: number, options: object) => [
    'AWS/ApplicationELB',
    metric,
    'TargetGroup',
    `targetgroup/web/${number}`,
    'LoadBalancer',
    field('entrance', 'loadBalancerSuffix'),
    options,
  ];
  expect(requests.metrics).toEqual([
    line('RequestCount', 1, { label: '1.4.0', stat: 'Sum' }),
    line('RequestCount', 2, { label: '1.5.0', stat: 'Sum' }),
  ]);
  expect(errors.metrics).toContainEqual(
    line('HTTPCode_Target_5XX_Count', 2, { label: '1.5.0', stat: 'Sum' }),
  );
  expect(seconds.metrics).toContainEqual(
    line('TargetResponseTime', 1, { label: '1.4.0, 95 %', stat: 'p95' }),
  );
});

test('shows what pods need, which is all there is of a service without routes, and nothing where it has none', () => {
  const measured = (change: Parameters<typeof build>[0]) =>
    build(change).graphs.map(({ metrics }: Json) => metrics[0][1]);
  const pods = [
    'replicas_desired',
    'replicas_ready',
    'pod_cpu_utilization',
    'pod_memory_utilization_over_pod_limit',
    'pod_number_of_container_restarts',
  ];
  expect(measured({ routed: [] })).toEqual(pods);
  expect(measured({ routed: [], workloads: [] })).toEqual([]);
});

test('shows what the service watches itself, with the threshold', () => {
  const { widgets } = build();
  expect(
    widgets.find(({ properties }: Json) => properties.title === 'refused').properties.annotations,
  ).toEqual({
    alarms: ['arn:aws:cloudwatch:eu-central-1:123456789012:alarm:refused'],
  });
});

test('shows the last errors, with version, pod and zone', () => {
  const { type, properties } = build().widgets.at(-1);
  expect(type).toBe('log');
  expect(properties.query).toContain(`SOURCE '${field('logs', 'applicationGroup')}'`);
  expect(properties.query).toContain('kubernetes.labels.version, kubernetes.pod_name, az');
  expect(properties.query).toContain(
    "filter kubernetes.namespace_name = 'store' and kubernetes.labels.service = 'shop' and (log_processed.level like /^(error|dpanic|panic|fatal)$/)",
  );
  expect(properties.query).toContain('coalesce(log_processed.msg, log) as message');
});
