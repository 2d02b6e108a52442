import type { Alarm } from '../../alarms/alarm';
import type { Watch } from '../../alarms/watch';
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

export interface WatchedService {
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

export interface ServiceAlarmsProps extends WatchedService {
  readonly alerts: Watch<Alarm>;
}
