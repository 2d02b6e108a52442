import { readFileSync } from 'node:fs';
import type { SynthesizedStack } from '../terraform/synthesized-stack';
import { criticalPath } from './critical-path';

/**
 * Seconds that AWS provider 5.100.0 takes at least to create a resource, however quick the answers are: it waits
 * a fixed time before it looks, or between looks. The least of several applies on the emulator; what is not
 * named took less than two.
 */
const WAITS = {
  aws_budgets_budget: 5,
  aws_db_instance: 80,
  aws_elasticache_cluster: 30,
  aws_elasticache_replication_group: 30,
  aws_elasticache_user_group: 30,
  aws_kinesis_stream: 30,
  aws_kms_key: 13,
  aws_lambda_function: 5,
  aws_lb: 60,
  aws_route53_record: 15,
  aws_route53_zone: 15,
  aws_s3_bucket_lifecycle_configuration: 55,
  aws_vpc: 10,
  aws_vpc_endpoint: 5,
};

interface Event {
  readonly '@timestamp': string;
  readonly type: string;
  readonly hook?: { readonly resource?: { readonly addr: string } };
}

/** Seconds from the first resource that an apply began to the last that it completed. */
export function applySeconds(log: string): number {
  const times = log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Event)
    .filter(
      ({ type, hook }) => /^apply_(start|complete)$/.test(type) && !hook?.resource?.addr.startsWith('data.'),
    )
    .map((event) => Date.parse(event['@timestamp']));
  return (Math.max(...times) - Math.min(...times)) / 1000;
}

/** How long an apply took beside the least that it can take. */
export function printApply({ document }: SynthesizedStack, logFile: string): void {
  const seconds = applySeconds(readFileSync(logFile, 'utf8'));
  const bound = criticalPath(document, WAITS);
  console.log(
    `apply / lower bound: ${(seconds / bound.seconds).toFixed(2)} (at most 1.20; ${seconds.toFixed(1)} and ${bound.seconds} s along ${bound.addresses.join(' -> ')})`,
  );
}
