import type { Alerts } from '../alerts/alerts';

/** Who makes alarms. */
export type Watch = Pick<Alerts, 'addMetricAlarm' | 'addLogAlarm'>;

/** For what nobody is on call for. */
export const UNWATCHED: Watch = { addMetricAlarm: () => {}, addLogAlarm: () => {} };
