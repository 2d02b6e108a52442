import { Construct } from 'constructs';
import type { AlertParameters } from '../../parameters/parameters';
import {
  type Alarm,
  type AlarmIdentity,
  createAlarm,
  createLogAlarm,
  type LogEventsProps,
} from '../alarms/alarm';
import type { MetricAlarmProps } from '../alarms/metric-alarm';
import type { Watch } from '../alarms/watch';
import { type Naming, resourceName } from '../core/naming';
import type { Protection } from '../core/protection';
import type { Keys } from '../encryption/keys';
import type { LogGroups } from '../logs/log-groups';
import { AlertTopic } from './alert-topic';
import { Budget } from './budget';
import { Dashboard, dashboardUrl } from './dashboard';
import { PagerDuty } from './pager-duty';
import { UnhealthyAlarm, unhealthyAlarmName } from './unhealthy-alarm';

export interface AlertsProps {
  readonly naming: Naming;
  readonly protection: Protection;
  readonly keys: Keys;
  readonly logs: LogGroups;
  readonly parameters: AlertParameters;
}

/**
 * Decides who is notified. Every alarm sends to the topic, and so by mail, when it goes off and when it ends. Critical
 * alarms also page. All of them share one incident, which ends with the composite alarm, so that ten alarms at once page
 * once.
 */
export class Alerts extends Construct implements Watch {
  readonly topicArn: string;
  /** For whoever may read CloudWatch in the environment's account. */
  readonly dashboardUrl: string;
  private readonly naming: Naming;
  private readonly alarms: Alarm[] = [];

  constructor(scope: Construct, id: string, { naming, protection, keys, logs, parameters }: AlertsProps) {
    super(scope, id);
    this.naming = naming;
    this.dashboardUrl = dashboardUrl(naming);
    const topic = new AlertTopic(this, 'topic', { naming, protection, emails: parameters.emails });
    this.topicArn = topic.arn;
    new Budget(this, 'budget', { naming, topic, monthlyUsd: parameters.monthlyBudgetUsd });
    if (parameters.pagerDuty) this.page(naming, protection, keys, logs, topic);
  }

  /** Makes the alarm `<id>` below `scope`. Adds it to the dashboard and, if critical, to the composite alarm. */
  addMetricAlarm(scope: Construct, id: string, props: MetricAlarmProps): void {
    this.alarms.push(createAlarm(scope, id, this.identity(scope, id), props));
  }

  /** The same for the number of log events that match a pattern. */
  addLogAlarm(scope: Construct, id: string, props: LogEventsProps): void {
    this.alarms.push(createLogAlarm(scope, id, this.identity(scope, id), props));
  }

  /** Makes what sums up all alarms added so far: the composite alarm and the dashboard. Call it last. */
  summarize(): void {
    const { naming, alarms, topicArn, dashboardUrl } = this;
    const critical = alarms.filter(({ severity }) => severity === 'critical');
    new UnhealthyAlarm(this, 'health', { naming, alarms: critical, topicArn, dashboardUrl });
    new Dashboard(this, 'dashboard', { naming, alarms });
  }

  private page(naming: Naming, protection: Protection, keys: Keys, logs: LogGroups, topic: AlertTopic): void {
    const pagerDuty = new PagerDuty(this, 'pager-duty', {
      naming,
      protection,
      keys,
      logs,
      topic,
      healthAlarm: unhealthyAlarmName(naming),
      dashboardUrl: this.dashboardUrl,
    });
    this.addMetricAlarm(pagerDuty, 'errors', {
      description: `A page did not reach PagerDuty. Look at the dashboard at once, then at the log group ${pagerDuty.logGroup}, and check that the secret holds the routing key.`,
      runbook: 'alerts-pager-duty',
      severity: 'warning',
      namespace: 'AWS/Lambda',
      metric: 'Errors',
      dimensions: { FunctionName: pagerDuty.functionName },
      statistic: 'Sum',
      threshold: { above: 0 },
      minutes: 1,
    });
  }

  private identity(scope: Construct, id: string): AlarmIdentity {
    return { naming: this.naming, name: this.alarmName(scope, id), topicArn: this.topicArn };
  }

  /** Made from the ids of the scopes above. @throws Error when another alarm already has the name. */
  private alarmName(scope: Construct, id: string): string {
    const ids = [...scope.node.scopes.slice(2).map(({ node }) => node.id), id];
    const name = resourceName(this.naming, 'alarm', ...ids);
    const taken =
      name === unhealthyAlarmName(this.naming) || this.alarms.some((alarm) => alarm.name === name);
    if (taken) throw new Error(`${scope.node.path}/${id}: an alarm named "${name}" exists: change the id`);
    return name;
  }
}
