import { environments, synthesizer } from '../fixture/fixture';
import { all } from '../helpers';

/**
 * What the add-on publishes by these dimensions with enhanced observability, of what alarms and dashboards have read so
 * far. Another metric needs a line here, with a look at the source.
 * Source: the CloudWatch agent, translator/translate/otel/exporter/awsemf/kubernetes.go: getPodMetricDeclarations,
 * getDeploymentMetricDeclarations, getClusterMetricDeclarations.
 */
const PUBLISHED: Readonly<Record<string, readonly string[]>> = {
  cluster_failed_node_count: ['ClusterName'],
  pod_container_status_waiting_reason_crash_loop_back_off: ['ClusterName', 'ClusterName,Namespace,PodName'],
  pod_cpu_utilization: ['ClusterName,Namespace,PodName'],
  pod_memory_utilization_over_pod_limit: ['ClusterName,Namespace,PodName'],
  pod_number_of_container_restarts: ['ClusterName,Namespace,PodName'],
  replicas_desired: ['ClusterName,Namespace,PodName'],
  replicas_ready: ['ClusterName,Namespace,PodName'],
};

interface Read {
  readonly namespace?: string;
  readonly metric_name?: string;
  readonly dimensions?: object;
}

/** Every metric of Container Insights that an alarm reads, by itself or in an expression. */
function read(alarm: Read & { metric_query?: { metric?: Read | Read[] }[] }): Read[] {
  const inside = (alarm.metric_query ?? []).flatMap(({ metric }) => metric ?? []);
  return [alarm, ...inside].filter(({ namespace }) => namespace === 'ContainerInsights');
}

const stacks = environments.flatMap((environment) => [
  synthesizer.platform(environment),
  synthesizer.services(environment),
]);
/** Every metric of Container Insights that a dashboard draws: namespace, name, dimensions, options. */
function drawn({ dashboard_body }: { dashboard_body: string }): Read[] {
  const lines: [string, string, ...unknown[]][] = JSON.parse(dashboard_body).widgets.flatMap(
    ({ properties }: { properties: { metrics?: [] } }) => properties.metrics ?? [],
  );
  return lines
    .filter(([namespace]) => namespace === 'ContainerInsights')
    .map(([, metric_name, ...rest]) => ({
      metric_name,
      dimensions: Object.fromEntries(
        rest.slice(0, -1).flatMap((name, index) => (index % 2 === 0 ? [[name, '']] : [])),
      ),
    }));
}

const watched = stacks.flatMap((stack) => all(stack, 'aws_cloudwatch_metric_alarm').flatMap(read));
const shown = stacks.flatMap((stack) => all(stack, 'aws_cloudwatch_dashboard').flatMap(drawn));

test.each([
  ['an alarm reads is published, or the alarm would never go off', watched],
  ['a dashboard draws is published, or its graph would stay empty', shown],
])('each metric of Container Insights that %s', (_, metrics) => {
  expect(metrics.length).toBeGreaterThan(2);
  for (const { metric_name, dimensions } of metrics) {
    expect({ metric_name, by: PUBLISHED[metric_name!] }).toMatchObject({
      by: expect.arrayContaining([Object.keys(dimensions!).sort().join(',')]),
    });
  }
});

test('the add-on is told to publish them, whatever a later version of it has on by default', () => {
  const addon = all(stacks[0]!, 'aws_eks_addon').find(
    ({ addon_name }) => addon_name === 'amazon-cloudwatch-observability',
  );
  // The chart sets `enhanced_container_insights` for this key (build-default-config of its _helpers.tpl).
  expect(JSON.parse(addon.configuration_values)).toMatchObject({
    containerInsights: { enabled: true },
    otelContainerInsights: { enabled: false },
    containerLogs: { enabled: true },
  });
});
