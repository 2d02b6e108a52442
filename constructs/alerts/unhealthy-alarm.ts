import type { Construct } from 'constructs';
import type { Alarm } from '../alarms/alarm';
import { AnyAlarm } from '../alarms/any-alarm';
import { type Naming, resourceName } from '../core/naming';

export interface UnhealthyAlarmProps {
  readonly naming: Naming;
  /** The critical alarms. */
  readonly alarms: readonly Alarm[];
  readonly topicArn: string;
  readonly dashboardUrl: string;
}

/** One alarm over all critical ones: the environment is unhealthy while any of them is in alarm. */
export class UnhealthyAlarm extends AnyAlarm {
  constructor(scope: Construct, id: string, { naming, alarms, topicArn, dashboardUrl }: UnhealthyAlarmProps) {
    if (alarms.length === 0) {
      throw new Error(`${scope.node.path}/${id}: no critical alarm, so nothing would page`);
    }
    super(scope, id, {
      name: unhealthyAlarmName(naming),
      description: `${naming.environment} is unhealthy: at least one critical alarm went off. See which: ${dashboardUrl}`,
      runbook: 'environment-unhealthy',
      alarms,
      topicArn,
    });
  }
}

/** Known before there is an alarm to sum up. */
export function unhealthyAlarmName(naming: Naming): string {
  return resourceName(naming, 'alarm', 'unhealthy');
}
