import { createHash } from 'node:crypto';
import type { Finding } from './finding';

/** Characters of a digest: enough that no two findings of one resource share it, and few enough to compare by eye. */
const LENGTH = 12;

/**
 * What was found, in short: the rule and all its reasons. An approval repeats it beside the address, so that it stands
 * for this danger of this resource, and for no other that comes later. The address is no part of it, so that resources
 * of which the same was found are approved together.
 */
export function digest({
  rule,
  reasons,
}: Pick<Finding, 'reasons'> & { readonly rule: { readonly id: string } }) {
  const found = JSON.stringify([rule.id, [...new Set(reasons)].sort()]);
  return createHash('sha256').update(found).digest('hex').slice(0, LENGTH);
}
