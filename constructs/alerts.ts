import { Construct } from 'constructs';
import type { AlertParameters } from '../environments/parameters';
import type { Keys } from './keys';
import type { LogGroup } from './log-group';
import type { LogPipeline } from './log-pipeline';
import type { Naming } from './naming';
import type { Protection } from './protection';

export interface AlertsProps {
  readonly naming: Naming;
  readonly protection: Protection;
  readonly keys: Keys;
  readonly logs: LogPipeline;
  readonly parameters: AlertParameters;
}

/** `critical` makes the environment unhealthy and pages; `warning` is read in the morning. */
export type Severity = 'warning' | 'critical';

interface AlarmProps {
  /** What it means, and what to look at first. Read by whoever was woken. */
  readonly description: string;
  readonly severity: Severity;
  /** The alarm goes off beyond this: exactly one of the two. */
  readonly threshold: { readonly above: number } | { readonly below: number };
  /** How long in a row before it goes off. */
  readonly minutes: number;
}

export interface MetricAlarmProps extends AlarmProps {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Average`, `Sum`, `Minimum`, `Maximum`, or a percentile such as `p99`. */
  readonly statistic: string;
  /** What silence means. `ok` unless the metric is always sent by a healthy thing. */
  readonly silence?: 'ok' | 'alarm';
}

export interface LogAlarmProps extends AlarmProps {
  readonly logGroup: LogGroup;
  /** CloudWatch filter pattern such as `{ $.level = "error" }`. */
  readonly pattern: string;
}

export class Alerts extends Construct {
  readonly topicArn: string;

  constructor(scope: Construct, id: string, _props: AlertsProps) {
    super(scope, id);
    this.topicArn = '';
  }

  /** Makes the alarm `<id>` below `scope`, and adds it to the dashboard and, when critical, to the whole. */
  addMetricAlarm(_scope: Construct, _id: string, _props: MetricAlarmProps): void {}

  /** The same for the number of log events that match a pattern. */
  addLogAlarm(_scope: Construct, _id: string, _props: LogAlarmProps): void {}

  /** Makes what sums up all alarms added so far: the composite alarm and the dashboard. Call it last. */
  summarize(): void {}
}
