import type { AlarmProps, Measure, Metric, Windows } from './alarm-props';

/** An alarm on what is worked out from several metrics. */
export interface MetricMathProps extends AlarmProps {
  /** By the names that stand for them in `expressions`. At most 10. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** By name, in CloudWatch's metric math; a later one may use an earlier one. The last is compared with the threshold. */
  readonly expressions: Readonly<Record<string, string>>;
  /** What the last expression is, for graphs. */
  readonly label: string;
  /** Minutes that each value is taken over, and in each of which it has to be beyond the threshold. Default 1. */
  readonly everyMinutes?: number;
  /** What silence means. `ok` unless the metrics are always sent by a healthy thing. */
  readonly silence?: 'ok' | 'alarm';
}

/** Source: Amazon CloudWatch User Guide, "Create a CloudWatch alarm based on a metric math expression". */
export const METRICS = 10;

/** Of fewer than 20 a percentage says nothing, and counts as 0. */
export function percentage(part: string, whole: string): string {
  return `IF(${whole} >= 20, 100 * FILL(${part}, 0) / ${whole}, 0)`;
}

export function query(id: string, { namespace, metric, dimensions, statistic }: Metric, period: number) {
  return {
    id,
    metric: { namespace, metricName: metric, dimensions: { ...dimensions }, stat: statistic, period },
  };
}

/** @throws when there are more metrics than an alarm takes. `path` is named then. */
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
