import type { Construct } from 'constructs';
import type { Naming } from '../core/naming';
import { type Alarm, type AlarmIdentity, createAlarm, createLogAlarm, type LogEventsProps } from './alarm';
import type { MetricAlarmProps } from './metric-alarm';
import type { MetricMathProps } from './metric-math';
import type { Watch } from './watch';

export interface TopicWatchProps {
  readonly naming: Naming;
  /** Who hears when an alarm goes off, and when it is over. */
  readonly topicArn: string;
  /** Name of the alarm `<id>` below `scope`. */
  readonly nameOf: (scope: Construct, id: string) => string;
}

/** Makes alarms that write to one topic. */
export class TopicWatch implements Watch<Alarm> {
  constructor(private readonly props: TopicWatchProps) {}

  addMetricAlarm(scope: Construct, id: string, props: MetricAlarmProps | MetricMathProps): Alarm {
    return createAlarm(scope, id, this.identity(scope, id), props);
  }

  addLogAlarm(scope: Construct, id: string, props: LogEventsProps): Alarm {
    return createLogAlarm(scope, id, this.identity(scope, id), props);
  }

  private identity(scope: Construct, id: string): AlarmIdentity {
    const { naming, topicArn, nameOf } = this.props;
    return { naming, topicArn, name: nameOf(scope, id) };
  }
}
