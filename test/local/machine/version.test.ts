import { fits } from '../../../local/machine/version';

test.each([
  ['5.100.0', '5.100.0'],
  ['2.38.0', '>= 2.38.0, < 4.0.0'],
  ['3.2.1', '>= 2.38.0, < 4.0.0'],
  ['1.11.4', '>= 1.11, < 2'],
  ['3.13.0rc1', '>= 3.10'],
  ['4.0.0-beta1', '4.0.0-beta1'],
])('%s fits %s', (version, constraint) => {
  expect(fits(version, constraint)).toBe(true);
});

test.each([
  ['5.99.0', '5.100.0'],
  ['2.4.0', '>= 2.38.0, < 4.0.0'],
  ['4.0.0', '>= 2.38.0, < 4.0.0'],
  ['3.0.0-beta1', '>= 2.38.0, < 4.0.0'],
  ['1.5.7', '>= 1.11, < 2'],
])('%s does not fit %s', (version, constraint) => {
  expect(fits(version, constraint)).toBe(false);
});

test('fails on what npm would read in another way', () => {
  expect(() => fits('3.2.1', '~> 3.0')).toThrow('Version "~> 3.0": got ~>; allowed: =, >=, >, <=, <');
});
