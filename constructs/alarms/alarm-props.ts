import type { CloudwatchMetricAlarmConfig } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { ITerraformDependable } from 'cdktf';

export interface AlarmProps {
  /** What it means, and what to look at first. Read by whoever was woken. */
  readonly description: string;
  readonly severity: Severity;
  /** The alarm goes off beyond this: exactly one of the two. */
  readonly threshold: { readonly above: number } | { readonly below: number };
  /**
   * How long before it goes off, 1 to 1440. A `Sum` is taken over all of it; any other statistic has to be
   * beyond the threshold in each minute of it.
   */
  readonly minutes: number;
  /** What must be there before it judges. Default: nothing. */
  readonly after?: readonly ITerraformDependable[];
}

/** `critical` makes the environment unhealthy and pages; `warning` is read in the morning. */
export type Severity = 'warning' | 'critical';

/** How an alarm's description begins: for readers of mail, and for the filter that decides what pages. */
export const LABEL: Readonly<Record<Severity, string>> = { critical: 'Critical: ', warning: 'Warning: ' };

export interface Metric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Average`, `Sum`, `Minimum`, `Maximum`, or a percentile such as `p99`. */
  readonly statistic: string;
}

export type Condition = Omit<CloudwatchMetricAlarmConfig, 'alarmName'>;

export type Measure = Omit<Condition, 'comparisonOperator'>;

export interface Windows {
  /** Seconds. */
  readonly period: number;
  /** How many in a row. */
  readonly count: number;
}
