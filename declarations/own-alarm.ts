/** An alarm that a service declares beside those that the platform has for it: on its log, or on a metric. */
export interface OwnAlarm {
  /** What it means, and what to look at first: the person on call reads it. At most 700 characters. */
  readonly description: string;
  /**
   * Counts the lines of the service's log that have all of these properties, one to five. The name of a property is as in
   * `logs.level`. A text is meant in its case, with `*` for any characters, at most 100 characters without quotes and
   * backslashes.
   */
  readonly log?: Readonly<Record<string, LoggedValue>>;
  /** In place of `log`: a metric in CloudWatch, in the region of the environment. */
  readonly metric?: OwnMetric;
  /** It goes off when there is more than this of it in `minutes`. Either this or `below`. */
  readonly above?: number;
  /** It goes off when there is less than this of it in `minutes`, and also when there is nothing at all. */
  readonly below?: number;
  /** 1 to 1440. The lines, or the statistic, of all of these minutes count together. */
  readonly minutes: number;
  /** `critical` pages, `warning` is read in the morning. Default `warning`. */
  readonly severity?: 'warning' | 'critical';
  /** Whether AppConfig takes a change of the group's flags back when it goes off, as for errors. Default false. */
  readonly takesFlagsBack?: boolean;
  /**
   * Its page in docs/runbooks/alarms/, without `.md`: lower-case letters, digits and dashes.
   * Default `service-own-alarm`, the page for all of them.
   */
  readonly runbook?: string;
}

export type LoggedValue = string | number | boolean | { readonly atLeast: number };

export interface OwnMetric {
  /**
   * Such as `AWS/S3`. A service may send values to a namespace that is none of AWS's: it gets the right to, and needs
   * `internet` in its `bind` list to reach CloudWatch.
   */
  readonly namespace: string;
  readonly name: string;
  /** At most 30. `{environment}` in a value stands for the environment's name. Default: none. */
  readonly dimensions?: Readonly<Record<string, string>>;
  /** `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount`, or a percentile such as `p99`. */
  readonly statistic: string;
}

/** Namespaces of AWS and of the agents that the platform runs. */
export const AWS_NAMESPACE = /^(AWS|ContainerInsights|CWAgent)(\/|$)/;

/** What the alarms of the platform for a service end in, by what they watch. */
const OF_SERVICE = ['errors-logged', 'log-unread', 'restarts', 'fully-scaled', 'schedules'];
const OF_PROCESS = ['errors', 'latency', 'unhealthy', 'down'];

/** The ends of the names of the alarms that the platform may have for a service. */
export function platformAlarms(processes: readonly string[]): string[] {
  return [...OF_SERVICE, ...processes.flatMap((process) => OF_PROCESS.map((what) => `${process}-${what}`))];
}

/** Alarms of many Deployments are parts: `restarts-2`. */
export const NUMBERED = /^(restarts|fully-scaled)-\d+$/;
