import type { Watch } from '../alarms/watch';
import type { LogArchive } from './log-archive';
import type { LogForward } from './log-forward';
import type { LogPipeline } from './log-pipeline';
import { STREAM_HOURS } from './stream-hours';

export interface LogAlarmsProps {
  readonly alerts: Watch;
}

/** Events that are late, or not delivered. Below the pipeline and its subscribers. */
export function watchLogs(logs: LogPipeline, { alerts }: LogAlarmsProps): void {
  const { streamName, errors } = logs.source;
  const stream = { namespace: 'AWS/Kinesis', dimensions: { StreamName: streamName } };
  alerts.addMetricAlarm(logs, 'behind', {
    ...stream,
    description: `A subscriber of the log stream ${streamName} is more than 6 hours behind, and loses events at ${STREAM_HOURS}. See why: aws logs tail ${errors.name} --since 6h. If that takes long to mend, first raise the stream's retention.`,
    severity: 'critical',
    metric: 'GetRecords.IteratorAgeMilliseconds',
    statistic: 'Maximum',
    threshold: { above: 6 * 60 * 60 * 1000 },
    minutes: 15,
  });
  alerts.addMetricAlarm(logs, 'throttled', {
    ...stream,
    description: `More logs than the stream ${streamName} takes. CloudWatch Logs tries again for 24 hours, and the stream grows by itself to twice what it has seen. If this goes on for hours, look for a service that logs in a loop.`,
    severity: 'warning',
    metric: 'WriteProvisionedThroughputExceeded',
    statistic: 'Maximum',
    threshold: { above: 0 },
    minutes: 15,
  });
  alerts.addLogAlarm(logs, 'undelivered', {
    description: `A delivery of logs fails again and again. See which, and why: aws logs tail ${errors.name} --since 2h. What can't be delivered is kept in the archive's bucket below undelivered/.`,
    severity: 'warning',
    logGroupName: errors.resource.name,
    // Firehose reports nothing but errors. A few are tried again with success.
    pattern: '',
    threshold: { above: 5 },
    minutes: 60,
  });
  const log = `aws logs tail ${errors.name} --since 1h`;
  watchDelivery(logs.archive, {
    alerts,
    metric: 'DeliveryToS3.DataFreshness',
    description: `The log archive is more than 15 minutes late, where 5 are normal, or gets nothing at all. See why: ${log}. Mostly, the delivery's role has lost a permission on the bucket or its key.`,
  });
  if (!logs.forward) return;
  watchDelivery(logs.forward, {
    alerts,
    metric: 'DeliveryToHttpEndpoint.DataFreshness',
    description: `${logs.forward.receiver.name} has not taken logs for more than 15 minutes; what waits for an hour goes to the archive's bucket below undelivered/ instead. See why: ${log}. Mostly, its key in Secrets Manager is missing or no longer valid.`,
  });
}

interface DeliveryAlarmsProps extends LogAlarmsProps {
  readonly metric: string;
  readonly description: string;
}

function watchDelivery(
  subscriber: LogArchive | LogForward,
  { alerts, metric, description }: DeliveryAlarmsProps,
): void {
  alerts.addMetricAlarm(subscriber, 'late', {
    description,
    severity: 'warning',
    namespace: 'AWS/Firehose',
    metric,
    dimensions: { DeliveryStreamName: subscriber.delivery.name },
    statistic: 'Maximum',
    threshold: { above: 900 },
    minutes: 15,
    // A delivery that can't read the stream sends no metric. No environment is silent: its cluster is audited.
    silence: 'alarm',
  });
}
