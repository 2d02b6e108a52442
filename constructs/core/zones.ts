import { Fn } from 'cdktf';

/** Every region we know has these three. */
export const ZONES = ['a', 'b', 'c'] as const;

/**
 * The members of a list of the contract that has one for each zone. Terraform learns the list when it plans, so that it
 * can't be taken apart before.
 */
export function eachZone(list: readonly string[]): string[] {
  return ZONES.map((_, index) => Fn.element(list, index) as string);
}
