import type { Construct } from 'constructs';
import type { LogEventsProps } from './alarm';
import type { MetricAlarmProps } from './metric-alarm';

/** What can make an alarm. */
export interface Watch {
  /** Makes the alarm `<id>` below `scope`. */
  addMetricAlarm(scope: Construct, id: string, props: MetricAlarmProps): void;
  /** The same for the number of log events that match a pattern. */
  addLogAlarm(scope: Construct, id: string, props: LogEventsProps): void;
}

/** Makes no alarms: for previews, which nobody is on call for. */
export const UNWATCHED: Watch = { addMetricAlarm: () => {}, addLogAlarm: () => {} };
