import type { Change } from '../change';
import { another } from '../setting/order';
import { fromTo } from '../setting/shown';
import { Mark } from '../value';

/** Where records are written to, by the attribute that says so, and what it names. */
const PLACES: Readonly<Record<string, readonly [path: string, what: string]>> = {
  aws_cloudtrail: ['s3_bucket_name', 'bucket'],
  aws_flow_log: ['log_destination', 'place'],
  aws_guardduty_publishing_destination: ['destination_arn', 'bucket'],
  aws_kinesis_firehose_delivery_stream: ['extended_s3_configuration.0.bucket_arn', 'bucket'],
  aws_lb: ['access_logs.0.bucket', 'bucket'],
  aws_route53_query_log: ['cloudwatch_log_group_arn', 'log group'],
  aws_s3_bucket_logging: ['target_bucket', 'bucket'],
};

/** A record that goes on, and is somewhere else, where others can read it, or delete it. */
export function recordsElsewhere(change: Change): string | undefined {
  const place = Object.hasOwn(PLACES, change.type) ? PLACES[change.type] : undefined;
  if (!place || !change.stays) return undefined;
  const [path, what] = place;
  const [was, will] = [change.was(path), change.will(path)];
  // What the plan makes is one's own; what goes is no longer recorded, and told as that.
  if (!another(was, will) || !will || will === Mark.unknown || will === Mark.sensitive) return undefined;
  return `writes to another ${what}: ${fromTo(was, will)}`;
}
