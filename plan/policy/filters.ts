import { isEverywhere } from './broad';
import { loosened } from './loosened';
import type { JudgedPolicy } from './stranger';
import { isNarrowed } from './strength';
import type { AllowedAccess } from './widened';

/** Policies that give nobody a right, but hold rights of others to what they allow. Without one, all goes through. */
const FILTERS = ['aws_vpc_endpoint', 'aws_vpc_endpoint_policy', 'aws_organizations_policy'];

export function isFilter(type: string): boolean {
  return FILTERS.includes(type);
}

/** Why what a filter lets through is much: only where it let through less. A new filter holds rights that none held. */
export function opened(grant: AllowedAccess, { before }: Pick<JudgedPolicy, 'before'>): string | undefined {
  if (before.length === 0) return undefined;
  const { action, resource, inverted, conditions } = grant;
  if (inverted.length > 0) return `lets through all but what it lists (${inverted.join(', ')})`;
  if (isEverywhere(resource) && !isNarrowed(conditions)) return `lets ${action} through to every resource`;
  return loosened(grant, before);
}
