import type { Service } from '../../../declarations/service';

/** What a pod may write to /tmp where nobody says how much, in MiB. */
export const SCRATCH_MIB = 256;

/** What one-off commands of a service may write, in MiB: they do what it does elsewhere. Undefined: nobody says how much. */
export function mostScratch({
  processes = {},
  schedules = {},
  release,
}: Pick<Service, 'processes' | 'schedules' | 'release'>): number | undefined {
  const sizes = [...Object.values(processes), ...Object.values(schedules), ...(release ? [release] : [])]
    .map(({ scratchMiB }) => scratchMiB)
    .filter((size) => size !== undefined);
  return sizes.length > 0 ? Math.max(SCRATCH_MIB, ...sizes) : undefined;
}
