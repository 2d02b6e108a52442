import type { LogEventsProps } from '../../../constructs/alarms/alarm';
import type { Synthesized } from '../../helpers';
import { build } from './built-cluster';

describe('alarms', () => {
  test('page for a store that is nearly full, since a full one stops all repair; the rest can wait', () => {
    const { alarms } = build();
    const critical = Object.keys(alarms).filter((id) => alarms[id]!.severity === 'critical');
    expect(critical).toEqual(['api-storage']);
    expect(alarms['api-storage']).toMatchObject({ threshold: { above: 6442450944 } });
  });

  test.each([
    ['failed-nodes', 'ContainerInsights', 'cluster_failed_node_count'],
    ['unschedulable-pods', 'AWS/EKS', 'scheduler_pending_pods_UNSCHEDULABLE'],
    ['crash-loops', 'ContainerInsights', 'pod_container_status_waiting_reason_crash_loop_back_off'],
    ['api-errors', 'AWS/EKS', 'apiserver_request_total_5XX'],
    ['api-storage', 'AWS/EKS', 'apiserver_storage_size_bytes'],
  ])('%s looks at this cluster', (id, namespace, metric) => {
    expect(build().alarms[id]).toMatchObject({ namespace, metric, dimensions: { ClusterName: 'test' } });
  });

  test.each([
    ['logins', '/aws/eks/test/cluster', '$.objectRef.subresource = "exec"'],
    ['anonymous-requests', '/aws/eks/test/cluster', '$.user.username = "system:anonymous"'],
    ['application-errors', '/aws/containerinsights/test/application', '$.log_processed.level = "error"'],
  ])('%s are found in the log group that has them', (id, group, pattern) => {
    const { alarms, synthesized } = build();
    const alarm = alarms[id] as LogEventsProps;
    expect(logGroup(synthesized, alarm.logGroupName)).toBe(group);
    expect(alarm.pattern).toContain(pattern);
  });
});

/** The name of the log group that a reference means. */
function logGroup({ resource }: Synthesized, reference: string): string {
  const [, id] = /^\$\{aws_cloudwatch_log_group\.(.+)\.name\}$/.exec(reference)!;
  return resource.aws_cloudwatch_log_group![id!].name;
}
