import type { Service } from '../../../declarations/service';
import { type Alarm, type AlarmIdentity, serviceAlarmName } from '../../alarms/alarm';
import type { MetricAlarmProps } from '../../alarms/metric-alarm';
import type { MetricMathProps } from '../../alarms/metric-math';
import type { RoutedProcess } from '../routes/process-routes';
import type { Runtime } from '../runtime/runtime';
import type { LogMetrics } from './log-metrics';

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
  /** What it logs, and what it watches itself. */
  readonly declaration: Pick<Service, 'description' | 'logs' | 'alarms'>;
  readonly logs: LogMetrics;
  readonly routed: readonly RoutedProcess[];
  /** Its Deployments, those of further versions included. */
  readonly workloads: readonly Workload[];
  /** Names of its CronJobs. */
  readonly schedules: readonly string[];
}

/** Makes an alarm of a service. `id` is the end of its name. */
export type AddAlarm = (id: string, props: MetricAlarmProps | MetricMathProps) => Alarm;

/** The alarm of a service whose name ends in `id`. */
export function identityOf(
  { runtime, service }: Pick<ServiceAlarmsProps, 'runtime' | 'service'>,
  id: string,
): AlarmIdentity {
  const { naming, contract } = runtime;
  return { naming, name: serviceAlarmName(naming, service, id), topicArn: contract.alerts.topicArn };
}
