import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { Construct } from 'constructs';
import { type Naming, resourceName } from '../core/naming';
import { type AlarmProps, LABEL, type Severity } from './alarm-props';
import { condition, type MetricAlarmProps } from './metric-alarm';
import type { MetricMathProps } from './metric-math';
import { withRunbook } from './runbook';

export interface Alarm {
  readonly name: string;
  readonly severity: Severity;
  readonly resource: CloudwatchMetricAlarm;
}

export interface AlarmIdentity {
  readonly naming: Naming;
  /** Name of the alarm. */
  readonly name: string;
  /** Topic that is notified when the alarm goes off, and when it ends. */
  readonly topicArn: string;
}

export interface LogEventsProps extends AlarmProps {
  readonly logGroupName: string;
  /** CloudWatch filter pattern such as `{ $.level = "error" }`. */
  readonly pattern: string;
  /** What it means that nothing was logged at all. Default: `ok`. */
  readonly silence?: 'ok' | 'alarm';
}

/** Name of an alarm of a service. It differs from the names of the platform's alarms. */
export function serviceAlarmName(naming: Naming, ...parts: readonly string[]): string {
  return resourceName(naming, 'alarm', 'service', ...parts);
}

/** Makes the alarm `<id>` below `scope`. */
export function createAlarm(
  scope: Construct,
  id: string,
  { name, topicArn }: AlarmIdentity,
  props: MetricAlarmProps | MetricMathProps,
): Alarm {
  const { severity, description, runbook, after } = props;
  const resource = new CloudwatchMetricAlarm(scope, id, {
    alarmName: name,
    alarmDescription: withRunbook(scope, `${LABEL[severity]}${description}`, runbook),
    alarmActions: [topicArn],
    okActions: [topicArn],
    ...condition(`${scope.node.path}/${id}`, props),
    dependsOn: after && [...after],
  });
  return { name, severity, resource };
}

/** The same for the number of log events that match a pattern. */
export function createLogAlarm(
  scope: Construct,
  id: string,
  identity: AlarmIdentity,
  { logGroupName, pattern, ...alarm }: LogEventsProps,
): Alarm {
  const { naming, name } = identity;
  const namespace = `${naming.platform}/${naming.environment}`;
  new CloudwatchLogMetricFilter(scope, `${id}-filter`, {
    name,
    logGroupName,
    pattern,
    metricTransformation: { namespace, name, value: '1', defaultValue: '0' },
  });
  return createAlarm(scope, id, identity, {
    ...alarm,
    namespace,
    metric: name,
    dimensions: {},
    statistic: 'Sum',
  });
}
