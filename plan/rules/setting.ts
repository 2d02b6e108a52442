import type { Change } from '../change';
import { list, Mark, type Value } from '../value';

/** An attribute that must not get weaker. */
export interface Setting {
  readonly types: readonly string[];
  readonly path: string;
  /** Whether the value after a change is weaker than the one before. Neither is unknown or sensitive. */
  readonly isWeaker: (was: Value, will: Value) => boolean;
  /** What it then is, in words that follow the address. */
  readonly says: string | ((was: Value, will: Value) => string);
  /** Whether a resource may not be made with that value either. Default: made as one likes. */
  readonly isBad?: (value: Value) => boolean;
}

/** Why a change weakens one of the settings. */
export function weakened(change: Change, settings: readonly Setting[]): string[] {
  return settings
    .filter(({ types }) => types.includes(change.type))
    .flatMap((setting) => weakenedBy(change, setting) ?? []);
}

function weakenedBy(change: Change, { path, isWeaker, says, isBad }: Setting): string | undefined {
  const [was, will] = [change.was(path), change.will(path)];
  const words = typeof says === 'string' ? says : says(was, will);
  if (was instanceof Mark || will instanceof Mark) return undefined;
  if (change.stays) return isWeaker(was, will) ? words : undefined;
  return change.action === 'create' && isBad?.(will) ? words : undefined;
}

export const switchedOff = (was: Value, will: Value) => was === true && will !== true;
export const switchedOn = (was: Value, will: Value) => was !== true && will === true;
export const taken = (was: Value, will: Value) => isSet(was) && !isSet(will);
export const isOn = (value: Value) => value === true;
export const isOff = (value: Value) => value === false;

/** A number gets lower, or is no longer there. */
export const lower = (was: Value, will: Value) =>
  typeof was === 'number' && (typeof will === 'number' ? will < was : !isSet(will));

/** Items of a list are gone. */
export const fewer = (was: Value, will: Value) => list(was).some((item) => !list(will).includes(item));

/** `7 → 3`. */
export const fromTo = (was: Value, will: Value) => `${shown(was)} → ${shown(will)}`;

function shown(value: Value): string {
  if (!isSet(value)) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isSet(value: Value): boolean {
  return value !== undefined && value !== null && value !== '' && list(value).length > 0;
}
