import type { Construct } from 'constructs';
import type { QueueParameters } from '../../parameters/kinds/queue';
import type { Watch } from '../alarms/watch';

export interface QueueAlarmsProps {
  readonly alerts: Watch;
  /** Its name in `services/backing.ts`. */
  readonly name: string;
  /** Of the queue and of its dead-letter queue in AWS. */
  readonly names: { readonly queue: string; readonly dead: string };
  readonly parameters: Pick<QueueParameters, 'alarmAgeMinutes' | 'alarmMessages'>;
}

/** A queue that nobody has used for six hours sends no metrics: that is no fault. Source: Amazon SQS, "CloudWatch metrics". */
export function watchQueue(scope: Construct, { alerts, name, names, parameters }: QueueAlarmsProps): void {
  const { alarmAgeMinutes, alarmMessages } = parameters;
  const metric = (queue: string, metric: string) => ({
    namespace: 'AWS/SQS',
    metric,
    dimensions: { QueueName: queue },
    statistic: 'Maximum',
  });
  alerts.addMetricAlarm(scope, 'age', {
    ...metric(names.queue, 'ApproximateAgeOfOldestMessage'),
    runbook: 'queue-age',
    severity: 'critical',
    threshold: { above: alarmAgeMinutes * 60 },
    minutes: 5,
    description: `A message has waited in the queue ${name} for more than ${alarmAgeMinutes} minutes. Look whether pods consume it, and what they log.`,
  });
  alerts.addMetricAlarm(scope, 'depth', {
    ...metric(names.queue, 'ApproximateNumberOfMessagesVisible'),
    runbook: 'queue-depth',
    severity: 'warning',
    threshold: { above: alarmMessages },
    minutes: 15,
    description: `More than ${alarmMessages} messages wait in the queue ${name}. Raise maxReplicas of the process that consumes it, or stop whoever sends too many.`,
  });
  alerts.addMetricAlarm(scope, 'dead', {
    ...metric(names.dead, 'ApproximateNumberOfMessagesVisible'),
    runbook: 'queue-dead',
    severity: 'warning',
    threshold: { above: 0 },
    minutes: 1,
    description: `No worker could work off a message of the queue ${name}, which is now in ${names.dead}. Look at what its workers logged, mend that, then move the message back.`,
  });
}
