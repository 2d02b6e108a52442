import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';
import type { Alarm } from '../../constructs/alarms/alarm';

/** A critical alarm, as Alerts hands it to what sums alarms up. */
export function alarm(scope: Construct, name: string): Alarm {
  const resource = new CloudwatchMetricAlarm(scope, name, {
    alarmName: name,
    comparisonOperator: 'GreaterThanThreshold',
    evaluationPeriods: 1,
  });
  return { name, severity: 'critical', resource };
}
