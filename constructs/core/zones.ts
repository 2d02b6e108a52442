import { Fn } from 'cdktf';

/** Every region we know has these three. */
export const ZONES = ['a', 'b', 'c'] as const;

/**
 * The members of a list in the contract that has one member for each zone. Their number has to be known here, because
 * Terraform reads the list only when it plans.
 */
export function eachZone(list: readonly string[]): string[] {
  return ZONES.map((_, index) => Fn.element(list, index) as string);
}
