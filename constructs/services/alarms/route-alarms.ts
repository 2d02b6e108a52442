import type { Alarm } from '../../alarms/alarm';
import type { Metric } from '../../alarms/alarm-props';
import { percentage } from '../../alarms/metric-math';
import type { RoutedProcess, RouteTarget } from '../routes/process-routes';
import type { AddAlarm, ServiceAlarmsProps } from './watched-service';

/** Of the load balancer, on its way to one version of a process. */
export function targetMetric(
  { runtime }: Pick<ServiceAlarmsProps, 'runtime'>,
  { suffix, balancer = runtime.contract.entrance.loadBalancerSuffix }: RouteTarget,
  metric: string,
  statistic: string,
): Metric {
  return {
    namespace: 'AWS/ApplicationELB',
    metric,
    dimensions: { TargetGroup: suffix, LoadBalancer: balancer },
    statistic,
  };
}

/**
 * Alarms on what users outside notice of a process. Each version is judged by itself, so that errors of a version with
 * few requests are not hidden by the others. The alarms stay the same when versions change.
 */
export function watchRoutes(
  add: AddAlarm,
  props: ServiceAlarmsProps,
  { process, targets, rules }: RoutedProcess,
): Record<'errors' | 'latency' | 'unhealthy' | 'down', Alarm> {
  const { namespace, service } = props;
  const pods = `-n ${namespace} -l app.kubernetes.io/name=${service},app.kubernetes.io/component=${process}`;
  const each = (name: string, metric: string, statistic: string) =>
    targets.map((target, index): [string, Metric] => [
      `${name}${index}`,
      targetMetric(props, target, metric, statistic),
    ]);
  const requests = each('requests', 'RequestCount', 'Sum');

  return {
    errors: add(`${process}-errors`, {
      description: `${service} answers more than 5 % of requests with 5xx, in total or in one of its versions. Look at its errors (kubectl logs ${pods} --since 10m --prefix) and at the last change (kubectl rollout history -n ${namespace}).`,
      runbook: 'service-errors',
      severity: 'warning',
      metrics: Object.fromEntries([...requests, ...each('errors', 'HTTPCode_Target_5XX_Count', 'Sum')]),
      ...worst('MAX', targets, (index) => percentage(`errors${index}`, `requests${index}`)),
      label: 'Errors in %',
      threshold: { above: 5 },
      minutes: 5,
      everyMinutes: 5,
    }),
    latency: add(`${process}-latency`, {
      description: `One request in twenty to ${service} takes more than 1 s. Look at whether its pods are short of CPU (kubectl top pods ${pods}), then at its database and at the services that it calls.`,
      runbook: 'service-latency',
      severity: 'warning',
      metrics: Object.fromEntries([...requests, ...each('seconds', 'TargetResponseTime', 'p95')]),
      // A handful of requests has no 95th percentile.
      ...worst('MAX', targets, (index) => `IF(requests${index} >= 20, seconds${index}, 0)`),
      label: 'Seconds, 95th percentile',
      threshold: { above: 1 },
      minutes: 15,
      everyMinutes: 5,
    }),
    unhealthy: add(`${process}-unhealthy`, {
      description: `A pod of ${service} has failed its health checks for 10 minutes, and gets no requests. See which, and why: kubectl get pods ${pods}, then kubectl describe pod -n ${namespace} <name>.`,
      runbook: 'service-unhealthy-pods',
      severity: 'warning',
      metrics: Object.fromEntries(each('pods', 'UnHealthyHostCount', 'Maximum')),
      ...worst('MAX', targets, (index) => `pods${index}`),
      label: 'Unhealthy pods',
      threshold: { above: 0 },
      minutes: 10,
    }),
    down: add(`${process}-down`, {
      description: `${service} answers no requests: no pod of ${process}, or of one of its versions, has been healthy for 5 minutes. See why: kubectl get pods ${pods}, then kubectl describe pod -n ${namespace} <name>. If it began with a release: kubectl rollout undo -n ${namespace} deployment/${service}-${process}, and put the previous version back into the parameter file.`,
      runbook: 'service-down',
      severity: 'critical',
      metrics: Object.fromEntries(each('pods', 'HealthyHostCount', 'Maximum')),
      // Without a registered pod there is no value at all.
      ...worst('MIN', targets, (index) => `FILL(pods${index}, 0)`),
      label: 'Healthy pods',
      threshold: { below: 1 },
      minutes: 5,
      silence: 'alarm',
      // A version whose pods are not there yet is not down.
      after: rules,
    }),
  };
}

function worst(
  which: 'MAX' | 'MIN',
  targets: readonly unknown[],
  expression: (index: number) => string,
): { expressions: Record<string, string> } {
  if (targets.length === 1) return { expressions: { worst: expression(0) } };
  const names = targets.map((_, index) => `version${index}`);
  const each = names.map((name, index) => [name, expression(index)]);
  return { expressions: { ...Object.fromEntries(each), worst: `${which}([${names.join(', ')}])` } };
}
