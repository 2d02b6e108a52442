import type { CloudwatchMetricAlarmConfig } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { ITerraformDependable } from 'cdktf';

export interface AlarmProps {
  /**
   * What the alarm means, and what to look at first. The person on call reads it. At most 1,024 characters, with the
   * label before it and the link behind it.
   */
  readonly description: string;
  /** Its page in `docs/runbooks/alarms/`, without `.md`. The description links to it. */
  readonly runbook: string;
  readonly severity: Severity;
  /** The alarm goes off above or below this value. */
  readonly threshold: { readonly above: number } | { readonly below: number };
  /**
   * Minutes before the alarm goes off, 1 to 1440; to 10080 if `everyMinutes` is 60 at least. A `Sum` is taken over all of them; any other statistic has to be
   * beyond the threshold in each minute.
   */
  readonly minutes: number;
  /** Resources that have to exist before the alarm is made. Default: none. */
  readonly after?: readonly ITerraformDependable[];
}

/** `critical` makes the environment unhealthy and pages; `warning` is read in the morning. */
export type Severity = 'warning' | 'critical';

/** The first words of an alarm's description. People read them in mails; the subscription of PagerDuty filters by them. */
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
  /** Number of periods in a row. */
  readonly count: number;
}
