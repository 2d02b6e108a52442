import { block, code, plain } from '../../../plan/report/markdown';

test('a text can not end the code that it stands in', () => {
  expect(code('a `b` c')).toBe('``a `b` c``');
  expect(code('`')).toBe('`` ` ``');
  expect(block('diff', ['```', 'x'])).toBe('````diff\n```\nx\n````');
});

test('a text can not end the cell or the line that it stands in', () => {
  expect(code('a|b\nc')).toBe('`a\\|b c`');
  expect(plain('a\n\n# b')).toBe('a \\# b');
});

test('a text is no markup, and mentions nobody', () => {
  expect(plain('<b> [x](y) *z* @all snake_case _em_')).toBe(
    '\\<b\\> \\[x\\](y) \\*z\\* @\u2060all snake_case \\_em\\_',
  );
});
