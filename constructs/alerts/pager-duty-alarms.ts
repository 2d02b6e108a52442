import type { Watch } from '../alarms/watch';
import type { PagerDuty } from './pager-duty';

export interface PagerDutyAlarmsProps {
  readonly alerts: Watch;
}

export function watchPagerDuty(pagerDuty: PagerDuty, { alerts }: PagerDutyAlarmsProps): void {
  alerts.addMetricAlarm(pagerDuty, 'errors', {
    description: `A page did not reach PagerDuty: look at the dashboard at once, then at the log group ${pagerDuty.logGroup}, and whether its secret holds the routing key.`,
    severity: 'warning',
    namespace: 'AWS/Lambda',
    metric: 'Errors',
    dimensions: { FunctionName: pagerDuty.functionName },
    statistic: 'Sum',
    threshold: { above: 0 },
    minutes: 1,
  });
}
