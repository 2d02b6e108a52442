import type { Value } from '../value';

const UNITS: Readonly<Record<string, number>> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/** Undefined for what is no quantity. Source: Kubernetes, "Quantity". */
export function quantity(value: Value): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const match = `${value}`.match(/^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d{1,3})|([A-Za-z]{0,2}))$/);
  if (!match) return undefined;
  const [, number, exponent, unit = ''] = match;
  if (exponent !== undefined) return Number(`${number}e${exponent}`);
  return Object.hasOwn(UNITS, unit) ? Number(number) * UNITS[unit]! : undefined;
}
