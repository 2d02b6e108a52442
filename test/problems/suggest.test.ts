import { suggest } from '../../problems/suggest';

const names = ['orders', 'sessions', 'assets', 'a'];

test.each([
  ['ordres', 'orders'],
  ['order', 'orders'],
  ['Orders', 'orders'],
  ['oorders', 'orders'],
  ['session', 'sessions'],
  ['asset', 'assets'],
])('takes %s for a slip of %s', (wrong, meant) => {
  expect(suggest(wrong, names)).toBe(`, did you mean "${meant}"?`);
});

test.each(['mailboxes', 'old', '', 'xx'])('has no idea what %s is for', (wrong) => {
  expect(suggest(wrong, ['orders', 'sessions'])).toBe('');
});

test('takes the nearest of several', () => {
  expect(suggest('orderz', ['border', 'orders', 'ordered'])).toBe(', did you mean "orders"?');
});
