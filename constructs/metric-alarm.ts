import type { CloudwatchMetricAlarmConfig } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';

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
}

/** `critical` makes the environment unhealthy and pages; `warning` is read in the morning. */
export type Severity = 'warning' | 'critical';

/** How an alarm's description begins: for readers of mail, and for the filter that decides what pages. */
export const LABEL: Readonly<Record<Severity, string>> = { critical: 'Critical: ', warning: 'Warning: ' };

export interface MetricAlarmProps extends AlarmProps {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Average`, `Sum`, `Minimum`, `Maximum`, or a percentile such as `p99`. */
  readonly statistic: string;
  /** Minutes between two values of a metric that is sent less often than each minute. */
  readonly everyMinutes?: number;
  /**
   * Metric that this one is a part of: the threshold is then a percentage of it. Of fewer than 20 a percentage
   * says nothing, and counts as 0.
   */
  readonly percentOf?: string;
  /** What silence means. `ok` unless the metric is always sent by a healthy thing. */
  readonly silence?: 'ok' | 'alarm';
}

type Condition = Omit<CloudwatchMetricAlarmConfig, 'alarmName'>;

/** What decides when an alarm goes off, in the provider's words. `path` is named when a value is refused. */
export function condition(path: string, props: MetricAlarmProps): Condition {
  const { threshold, statistic, silence = 'ok' } = props;
  const above = 'above' in threshold;
  return {
    comparisonOperator: above ? 'GreaterThanThreshold' : 'LessThanThreshold',
    threshold: above ? threshold.above : threshold.below,
    treatMissingData: silence === 'ok' ? 'notBreaching' : 'breaching',
    evaluateLowSampleCountPercentiles: isPercentile(statistic) ? 'ignore' : undefined,
    ...measure(props, windows(path, props)),
  };
}

interface Windows {
  /** Seconds. */
  readonly period: number;
  /** How many in a row. */
  readonly count: number;
}

function windows(path: string, { minutes, statistic, everyMinutes }: MetricAlarmProps): Windows {
  const each = everyMinutes ?? (statistic === 'Sum' ? minutes : 1);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 1440) {
    throw new Error(`${path}: minutes: got ${minutes}, allowed 1 to 1440`);
  }
  if (minutes % each !== 0) {
    throw new Error(`${path}: minutes: got ${minutes}, allowed a multiple of everyMinutes, which is ${each}`);
  }
  return { period: each * 60, count: minutes / each };
}

function measure(props: MetricAlarmProps, { period, count }: Windows): Omit<Condition, 'comparisonOperator'> {
  const { namespace, metric, dimensions, statistic, percentOf } = props;
  if (percentOf === undefined) {
    return {
      namespace,
      metricName: metric,
      dimensions: { ...dimensions },
      ...(isPercentile(statistic) ? { extendedStatistic: statistic } : { statistic }),
      period,
      evaluationPeriods: count,
    };
  }
  const query = (id: string, metricName: string) => ({
    id,
    metric: { namespace, metricName, dimensions: { ...dimensions }, stat: statistic, period },
  });
  return {
    evaluationPeriods: count,
    metricQuery: [
      {
        id: 'percent',
        label: `${metric} in % of ${percentOf}`,
        expression: 'IF(whole >= 20, 100 * FILL(part, 0) / whole, 0)',
        returnData: true,
      },
      query('part', metric),
      query('whole', percentOf),
    ],
  };
}

function isPercentile(statistic: string): boolean {
  return /^p\d/.test(statistic);
}
