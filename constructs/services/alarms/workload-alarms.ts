import type { Alarm } from '../../alarms/alarm';
import type { Metric } from '../../alarms/alarm-props';
import { METRICS } from '../../alarms/metric-math';
import type { AddAlarm, ServiceAlarmsProps, Workload } from './watched-service';

/**
 * Of Container Insights, over the pods of a Deployment, whose name is what it calls PodName.
 * Source: Amazon CloudWatch User Guide, "Amazon EKS and Kubernetes Container Insights with enhanced observability
 * metrics", and the CloudWatch agent's source, metric declarations for Kubernetes.
 */
export function workloadMetric(
  { runtime, namespace }: Pick<ServiceAlarmsProps, 'runtime' | 'namespace'>,
  { name }: Workload,
  metric: string,
  statistic: string,
): Metric {
  return {
    namespace: 'ContainerInsights',
    metric,
    dimensions: { ClusterName: runtime.cluster, Namespace: namespace, PodName: name },
    statistic,
  };
}

/** What the pods of a service tell of themselves. */
export function watchPods(
  add: AddAlarm,
  props: ServiceAlarmsProps,
): Record<'restarts' | 'fullyScaled', readonly Alarm[]> {
  const { workloads } = props;
  const scaled = workloads.filter(({ maxReplicas }) => maxReplicas !== undefined);
  return {
    restarts: parts(workloads).map((part, index) =>
      watchRestarts(add, props, part, numbered('restarts', index)),
    ),
    fullyScaled: parts(scaled).map((part, index) =>
      watchScale(add, props, part, numbered('fully-scaled', index)),
    ),
  };
}

function watchRestarts(
  add: AddAlarm,
  props: ServiceAlarmsProps,
  workloads: readonly Workload[],
  id: string,
): Alarm {
  const { namespace, service } = props;
  return add(id, {
    description: `Containers of ${service} were restarted more than twice in 15 minutes: they exit, exceed their memory limit, or fail their liveness probe. See which: kubectl get pods -n ${namespace} -l app.kubernetes.io/name=${service}; why: kubectl describe pod -n ${namespace} <name>; and what it printed last: kubectl logs -n ${namespace} <name> --previous.`,
    runbook: 'service-restarts',
    severity: 'warning',
    metrics: each(workloads, (workload) =>
      workloadMetric(props, workload, 'pod_number_of_container_restarts', 'Sum'),
    ),
    expressions: { restarts: sum(workloads, (name) => `FILL(${name}, 0)`) },
    label: 'Restarts',
    threshold: { above: 2 },
    minutes: 15,
    everyMinutes: 15,
  });
}

function watchScale(
  add: AddAlarm,
  props: ServiceAlarmsProps,
  workloads: readonly Workload[],
  id: string,
): Alarm {
  const { namespace, service } = props;
  return add(id, {
    description: `A process of ${service} has run its highest number of pods for 30 minutes, so more load would make it slow. See which: kubectl get hpa,deployments -n ${namespace}. If the load is expected, raise its maxReplicas. If not, look for who sends it, or for a change that made each request slower.`,
    runbook: 'service-fully-scaled',
    severity: 'warning',
    metrics: each(workloads, (workload) => workloadMetric(props, workload, 'replicas_desired', 'Minimum')),
    expressions: {
      full: sum(workloads, (name, { maxReplicas }) => `IF(FILL(${name}, 0) >= ${maxReplicas}, 1, 0)`),
    },
    label: 'Processes at their highest number of pods',
    threshold: { above: 0 },
    minutes: 30,
    everyMinutes: 5,
  });
}

function each(
  workloads: readonly Workload[],
  metric: (workload: Workload) => Metric,
): Record<string, Metric> {
  return Object.fromEntries(workloads.map((workload, index) => [`pods${index}`, metric(workload)]));
}

function sum(workloads: readonly Workload[], term: (name: string, workload: Workload) => string): string {
  return workloads.map((workload, index) => term(`pods${index}`, workload)).join(' + ');
}

/** As many in each as one alarm takes. */
function parts(workloads: readonly Workload[]): Workload[][] {
  return Array.from({ length: Math.ceil(workloads.length / METRICS) }, (_, index) =>
    workloads.slice(index * METRICS, (index + 1) * METRICS),
  );
}

function numbered(id: string, index: number): string {
  return index === 0 ? id : `${id}-${index + 1}`;
}
