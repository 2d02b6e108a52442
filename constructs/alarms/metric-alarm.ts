import type { AlarmProps, Condition, Measure, Metric, Windows } from './alarm-props';
import { calculate, type MetricMathProps, percentage, query } from './metric-math';

export interface MetricAlarmProps extends AlarmProps, Metric {
  /** Minutes between two values of a metric that is sent less often than each minute. */
  readonly everyMinutes?: number;
  /**
   * Metric that this one is a part of, such as all requests for failed requests. The threshold is then a percentage.
   * Below 20 samples the percentage counts as 0.
   */
  readonly percentOf?: string;
  /** What missing data means. Default: `ok`. Use `alarm` if a healthy resource always sends the metric. */
  readonly silence?: 'ok' | 'alarm';
}

/** Converts the props to the provider's arguments. `path` is the alarm that an error names. */
export function condition(path: string, props: MetricAlarmProps | MetricMathProps): Condition {
  const { threshold, silence = 'ok' } = props;
  const above = 'above' in threshold;
  return {
    comparisonOperator: above ? 'GreaterThanThreshold' : 'LessThanThreshold',
    threshold: above ? threshold.above : threshold.below,
    treatMissingData: silence === 'ok' ? 'notBreaching' : 'breaching',
    ...('expressions' in props
      ? calculate(path, props, windows(path, props))
      : measure(props, windows(path, props))),
  };
}

function windows(path: string, props: MetricAlarmProps | MetricMathProps): Windows {
  const { minutes } = props;
  const each = props.everyMinutes ?? ('statistic' in props && props.statistic === 'Sum' ? minutes : 1);
  const most = each < 60 ? 1440 : 10_080;
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > most) {
    throw new Error(`${path}: minutes: got ${minutes}, allowed 1 to ${most}`);
  }
  if (minutes % each !== 0) {
    throw new Error(`${path}: minutes: got ${minutes}, allowed a multiple of everyMinutes, which is ${each}`);
  }
  return { period: each * 60, count: minutes / each };
}

function measure(props: MetricAlarmProps, { period, count }: Windows): Measure {
  const { namespace, metric, dimensions, statistic, percentOf } = props;
  if (percentOf === undefined) {
    return {
      evaluateLowSampleCountPercentiles: isPercentile(statistic) ? 'ignore' : undefined,
      namespace,
      metricName: metric,
      dimensions: { ...dimensions },
      ...(isPercentile(statistic) ? { extendedStatistic: statistic } : { statistic }),
      period,
      evaluationPeriods: count,
    };
  }
  return {
    evaluationPeriods: count,
    metricQuery: [
      {
        id: 'percent',
        label: `${metric} in % of ${percentOf}`,
        expression: percentage('part', 'whole'),
        returnData: true,
      },
      query('part', props, period),
      query('whole', { ...props, metric: percentOf }, period),
    ],
  };
}

function isPercentile(statistic: string): boolean {
  return /^p\d/.test(statistic);
}
