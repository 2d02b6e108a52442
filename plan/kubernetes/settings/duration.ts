import type { Order } from '../../setting/order';
import type { Value } from '../../value';

const UNITS: Readonly<Record<string, number>> = {
  ...{ ms: 1e-3, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 },
};

/** Seconds of `720h`, `30d` or `1h30m`. Undefined for what is no duration. */
export function secondsOf(value: Value): number | undefined {
  if (typeof value !== 'string' || !/^(\d{1,9}(ms|[smhdwy]))+$/.test(value)) return undefined;
  return [...value.matchAll(/(\d{1,9})(ms|[smhdwy])/g)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * UNITS[unit!]!,
    0,
  );
}

/** Longer is stronger. What is no duration says nothing; nothing at all is what its controller takes. */
export const briefer: Order = (was, will) => {
  const [before, after] = [secondsOf(was), secondsOf(will)];
  return before !== undefined && after !== undefined && after < before;
};
