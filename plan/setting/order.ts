import { isObject, list, Mark, type Value } from '../value';

// What is stronger. A mark stands for any value: it counts as the worst, except for what only has to be there.

/** Whether the value after a change is weaker than the one before. */
export type Order = (was: Value, will: Value) => boolean;

const ON = ['true', 'enabled', 'enable', 'on', 'yes', '1', 'active'];
const OFF = ['false', 'disabled', 'disable', 'off', 'no', '0', 'none', 'suspended', 'inactive', ''];

/** A switch, whatever its words are. Undefined: it is none, or nobody knows. */
export function truth(value: Value): boolean | undefined {
  if (value === undefined || value === null) return false;
  if (value instanceof Mark || typeof value === 'object') return undefined;
  const text = `${value}`.toLowerCase();
  return ON.includes(text) ? true : OFF.includes(text) ? false : undefined;
}

/** Undefined when it is no number, and no text of one. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
    ? Number(value)
    : undefined;
}

export function isSet(value: Value): boolean {
  return (
    value !== undefined &&
    value !== null &&
    value !== '' &&
    (isObject(value) ? Object.keys(value).length > 0 : list(value).length > 0)
  );
}

/** On is stronger. */
export const switchedOff: Order = (was, will) => truth(was) === true && truth(will) !== true;

/** Off is stronger. */
export const switchedOn: Order = (was, will) => truth(was) === false && truth(will) !== false;

/** Something that is named is stronger than nothing, whatever it is: a key, a group of receivers. */
export const taken: Order = (was, will) => isSet(was) && !isSet(will);

/** Nothing is stronger than something. */
export const given: Order = (was, will) => !isSet(was) && isSet(will);

/** More is stronger; nothing is the least. */
export const lower: Order = (was, will) => {
  const [before, after] = [numberOf(was), numberOf(will)];
  return before !== undefined && (after === undefined || after < before);
};

/** More is stronger; nothing, and 0, mean without end. */
export const sooner: Order = (was, will) => {
  if (will instanceof Mark) return true;
  const [before, after] = [numberOf(was) ?? 0, numberOf(will) ?? 0];
  return after > 0 && (before === 0 || after < before);
};

/** Less is stronger; nothing is without limit. */
export const higher: Order = (was, will) => {
  const [before, after] = [numberOf(was), numberOf(will)];
  return before !== undefined && (after === undefined || after > before);
};

/** Less is stronger; nothing is none. */
export const raised: Order = (was, will) => {
  const [before, after] = [numberOf(was) ?? 0, isSet(will) ? numberOf(will) : 0];
  return after === undefined || after > before;
};

/** From weak to strong; alike are in one list. Nothing, and what is in no list, is the weakest. */
export function ranked(...weakToStrong: readonly (string | readonly string[])[]): Order {
  const rank = (value: Value) =>
    weakToStrong.findIndex((same) => list(same).some((one) => one === `${value ?? ''}`));
  return (was, will) => rank(will) < rank(was);
}

/** One of these is stronger than anything else. */
export function lost(...strong: readonly (string | RegExp)[]): Order {
  const isStrong = (value: Value) =>
    typeof value === 'string' &&
    strong.some((one) => (typeof one === 'string' ? one === value : one.test(value)));
  return (was, will) => isStrong(was) && !isStrong(will);
}

/** Anything is stronger than one of these. */
export function becomes(...weak: readonly (string | RegExp)[]): Order {
  const isWeak = (value: Value) =>
    value instanceof Mark ||
    weak.some((one) => (typeof one === 'string' ? one === value : one.test(`${value ?? ''}`)));
  return (was, will) => !isWeak(was) && isWeak(will);
}

/** More items are stronger. */
export const fewer: Order = (was, will) => {
  if (will instanceof Mark) return list(was).length > 0;
  const after = list(will);
  // What is named by a reference to something new stands for one of those that are gone.
  const unknown = after.filter((item) => item instanceof Mark).length;
  return list(was).filter((item) => !after.includes(item)).length > unknown;
};

/** Fewer items are stronger. */
export const more: Order = (was, will) => {
  const before = list(was);
  return list(will).some((item) => item instanceof Mark || !before.includes(item));
};

/** Any other value is weaker: nobody can tell what it is worth. */
export const another: Order = (was, will) => isSet(was) && was !== will;

/** Somebody wrote it down, rather than nothing. */
export const isSetOff = (value: Value) => isSet(value) && truth(value) !== true;
export const isSetOn = (value: Value) => isSet(value) && truth(value) !== false;
