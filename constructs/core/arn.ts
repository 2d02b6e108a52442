import type { Naming } from './naming';

/**
 * The ARN of a resource in the environment's own account and region. We choose the names and the account is a
 * parameter, so an ARN needs no look-up and makes no dependency.
 */
export function arn({ account, region }: Naming, service: string, resource: string): string {
  return `arn:aws:${service}:${GLOBAL_SERVICES.has(service) ? '' : region}:${service === 's3' ? '' : account}:${resource}`;
}

const GLOBAL_SERVICES = new Set(['iam', 's3', 'budgets']);
