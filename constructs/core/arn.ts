import type { Naming } from './naming';
import { partitionOf } from './partition';

type Owner = Pick<Naming, 'account' | 'region'>;

/**
 * The ARN of a resource in the environment's own account and region. We choose the names and the account is a
 * parameter, so an ARN needs no look-up and makes no dependency.
 */
export function arn({ account, region }: Owner, service: string, resource: string): string {
  return build(partitionOf(region).name, service, region, account, resource);
}

/** The same in whichever region of the partition: a pattern for policies. */
export function anyRegionArn({ account, region }: Owner, service: string, resource: string): string {
  return build(partitionOf(region).name, service, '*', account, resource);
}

/** The same in whichever account: a pattern for conditions, where something else says which account. */
export function anyAccountArn(region: string, service: string, resource: string): string {
  return build(partitionOf(region).name, service, region, '*', resource);
}

function build(
  partition: string,
  service: string,
  region: string,
  account: string,
  resource: string,
): string {
  const where = WITHOUT_REGION.has(service) ? '' : region;
  const whose = WITHOUT_ACCOUNT.has(service) ? '' : account;
  return `arn:${partition}:${service}:${where}:${whose}:${resource}`;
}

const WITHOUT_REGION = new Set(['budgets', 'iam', 'route53', 's3']);
const WITHOUT_ACCOUNT = new Set(['route53', 's3']);
