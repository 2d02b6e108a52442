import { quantity } from '../../../plan/kubernetes/quantity';
import { Mark, type Value } from '../../../plan/value';

test.each<[Value, number]>([
  ['0', 0],
  [2, 2],
  ['1.5', 1.5],
  ['250m', 0.25],
  ['1Ki', 1024],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['2k', 2000],
  ['2E', 2e18],
  ['2Ei', 2 * 2 ** 60],
  ['12e6', 12_000_000],
  ['100n', 1e-7],
])('%j is a quantity', (value, number) => {
  expect(quantity(value)).toBeCloseTo(number, 9);
});

test.each<Value>([
  '',
  'lots',
  '1Q',
  '1 Gi',
  '1..5',
  '-',
  null,
  true,
  undefined,
  Mark.unknown,
  '1constructor',
])('%p is none', (value) => {
  expect(quantity(value)).toBeUndefined();
});
