import type { Alarm } from '../../alarms/alarm';
import type { MetricMathProps } from '../../alarms/metric-math';
import type { RoutedProcess } from '../routes/process-routes';
import type { Runtime } from '../runtime/runtime';

/** A Deployment, as Container Insights measures it. */
export interface Workload {
  /** Name of the Deployment. */
  readonly name: string;
  readonly process: string;
  /** How far its autoscaler goes. Undefined where it has none. */
  readonly maxReplicas?: number;
}

export interface ServiceAlarmsProps {
  readonly runtime: Runtime;
  /** A literal. */
  readonly namespace: string;
  readonly service: string;
  readonly routed: readonly RoutedProcess[];
  /** Its Deployments, those of further versions included. */
  readonly workloads: readonly Workload[];
  /** Names of its CronJobs. */
  readonly schedules: readonly string[];
}

/** Makes an alarm of a service. `id` is the end of its name. */
export type AddAlarm = (id: string, props: MetricMathProps) => Alarm;
