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
      'The load balancer itself answers 5xx: no healthy pod, or pods that hang up. Look which target group has no healthy target, then at its pods.',
    severity: 'critical',
    metric: 'HTTPCode_ELB_5XX_Count',
    threshold: { above: 20 },
  });
  alerts.addMetricAlarm(scope, 'service-errors', {
    ...common,
    description:
      'Services answer 5xx to more than 5 % of requests: look at their errors in the application log, and at what was released last.',
    severity: 'critical',
    metric: 'HTTPCode_Target_5XX_Count',
    percentOf: 'RequestCount',
    threshold: { above: 5 },
  });
  alerts.addMetricAlarm(scope, 'rejected', {
    ...common,
    description:
      'The load balancer is out of connections and turns clients away: look for a flood in the firewall log; AWS adds capacity by itself within minutes.',
    severity: 'critical',
    metric: 'RejectedConnectionCount',
    threshold: { above: 0 },
  });
  alerts.addMetricAlarm(scope, 'latency', {
    ...common,
    description:
      'One request in a hundred takes more than 2 s: look which service is slow, then at its database and at whether it has reached its highest number of replicas.',
    severity: 'warning',
    metric: 'TargetResponseTime',
    statistic: 'p99',
    threshold: { above: 2 },
    minutes: 15,
  });
}
