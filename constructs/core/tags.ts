import type { Naming } from './naming';

/**
 * The tags of everything in an environment, applied once, by the provider's `default_tags`.
 * A resource's own tag wins over a default of the same key (the provider's rule).
 */
export function defaultTags({ platform, environment }: Naming, owner: string): Record<string, string> {
  return { platform, environment, owner, 'managed-by': 'terraform' };
}
