import type { AlarmProps, Measure, Metric, Windows } from './alarm-props';

/** An alarm on a value that is calculated from several metrics. */
export interface MetricMathProps extends AlarmProps {
  /** The metrics, by the names that `expressions` use for them. At most 10. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Expressions of CloudWatch's metric math, by name. Each may use earlier ones. The threshold applies to the last. */
  readonly expressions: Readonly<Record<string, string>>;
  /** Label of the last expression in graphs. */
  readonly label: string;
  /** Length of a period in minutes. The value has to be beyond the threshold in each period. Default: 1. */
  readonly everyMinutes?: number;
  /** What missing data means. Default: `ok`. Use `alarm` if a healthy resource always sends the metrics. */
  readonly silence?: 'ok' | 'alarm';
}

/** Source: Amazon CloudWatch User Guide, "Create a CloudWatch alarm based on a metric math expression". */
export const METRICS = 10;

/** Below 20 samples the percentage counts as 0. */
export function percentage(part: string, whole: string): string {
  return `IF(${whole} >= 20, 100 * FILL(${part}, 0) / ${whole}, 0)`;
}

export function query(id: string, { namespace, metric, dimensions, statistic }: Metric, period: number) {
  return {
    id,
    metric: { namespace, metricName: metric, dimensions: { ...dimensions }, stat: statistic, period },
  };
}

/** @throws Error that names `path` when there are more metrics than an alarm accepts. */
export function calculate(
  path: string,
  { metrics, expressions, label }: MetricMathProps,
  { period, count }: Windows,
): Measure {
  const all = Object.entries(metrics);
  if (all.length > METRICS) throw new Error(`${path}: got ${all.length} metrics, allowed ${METRICS}`);
  const last = Object.keys(expressions).at(-1);
  return {
    evaluationPeriods: count,
    metricQuery: [
      ...Object.entries(expressions).map(([id, expression]) =>
        id === last ? { id, label, expression, returnData: true } : { id, expression },
      ),
      ...all.map(([id, metric]) => query(id, metric, period)),
    ],
  };
}
