import type { Construct } from 'constructs';
import type { Alerts } from '../alerts/alerts';

/** Makes the load balancer's alarms below `scope`. `suffix` is the part of its ARN that names it in metrics. */
export function watchBalancer(scope: Construct, suffix: string, alerts: Alerts): void {
  const common = {
    namespace: 'AWS/ApplicationELB',
    dimensions: { LoadBalancer: suffix },
    statistic: 'Sum',
    minutes: 5,
  };
  alerts.addMetricAlarm(scope, 'errors', {
    ...common,
    description:
      'The load balancer itself answers with 5xx: a service has no healthy pod, or pods close connections. Find the target group without a healthy target, then look at its pods.',
    runbook: 'entrance-errors',
    severity: 'critical',
    metric: 'HTTPCode_ELB_5XX_Count',
    threshold: { above: 20 },
  });
  alerts.addMetricAlarm(scope, 'service-errors', {
    ...common,
    description:
      'Services answer more than 5 % of requests with 5xx. Look at their errors in the application log, and at the last release.',
    runbook: 'entrance-service-errors',
    severity: 'critical',
    metric: 'HTTPCode_Target_5XX_Count',
    percentOf: 'RequestCount',
    threshold: { above: 5 },
  });
  alerts.addMetricAlarm(scope, 'rejected', {
    ...common,
    description:
      'The load balancer has no connection left and rejects clients. AWS adds capacity by itself within minutes. Look for a flood of requests in the firewall log.',
    runbook: 'entrance-rejected',
    severity: 'critical',
    metric: 'RejectedConnectionCount',
    threshold: { above: 0 },
  });
  alerts.addMetricAlarm(scope, 'latency', {
    ...common,
    description:
      'One request in a hundred takes more than 2 s. Find the slow service, then look at its database and at whether it has reached its highest number of replicas.',
    runbook: 'entrance-latency',
    severity: 'warning',
    metric: 'TargetResponseTime',
    statistic: 'p99',
    threshold: { above: 2 },
    minutes: 15,
  });
}
