import type { Construct } from 'constructs';
import type { LogEventsProps } from './alarm';
import type { MetricAlarmProps } from './metric-alarm';
import type { MetricMathProps } from './metric-math';

/** What can make an alarm, and what it tells of one that it made. */
export interface Watch<Made = unknown> {
  /** Makes the alarm `<id>` below `scope`. */
  addMetricAlarm(scope: Construct, id: string, props: MetricAlarmProps | MetricMathProps): Made;
  /** The same for the number of log events that match a pattern. */
  addLogAlarm(scope: Construct, id: string, props: LogEventsProps): Made;
}

/** Makes no alarm, for what nobody is on call for. */
export const UNWATCHED: Watch = { addMetricAlarm: () => {}, addLogAlarm: () => {} };
