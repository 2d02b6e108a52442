import type { Value } from '../../../value';
import { word } from '../outage';

const UNITS: Readonly<Record<string, number>> = {
  ...{ m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 },
};

/** Undefined for what is no quantity. Source: Kubernetes, "Quantity". */
export function quantity(value: Value): number | undefined {
  const [, number, unit] = word(value).match(/^(\d+(?:\.\d+)?)([A-Za-z]{0,2})$/) ?? [];
  const times = UNITS[unit ?? ''];
  return number === undefined || times === undefined ? undefined : Number(number) * times;
}
