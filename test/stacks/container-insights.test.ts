import { environments, synthesizer } from '../fixture/fixture';
import { all } from '../helpers';

/**
 * What the add-on publishes by these dimensions with enhanced observability, of what alarms have read so far. An alarm
 * on another metric needs a line here, with a look at the source.
 * Source: Amazon CloudWatch User Guide, "Amazon EKS and Kubernetes Container Insights with enhanced observability metrics".
 */
const PUBLISHED: Readonly<Record<string, readonly string[]>> = {
  cluster_failed_node_count: ['ClusterName'],
  pod_container_status_waiting_reason_crash_loop_back_off: ['ClusterName', 'ClusterName,Namespace,PodName'],
  pod_number_of_container_restarts: ['ClusterName,Namespace,PodName'],
  replicas_desired: ['ClusterName,Namespace,PodName'],
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
const metrics = stacks.flatMap((stack) => all(stack, 'aws_cloudwatch_metric_alarm').flatMap(read));

test('each metric of Container Insights that an alarm reads is published, or the alarm would never go off', () => {
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
