import { parseStateArguments } from '../../../cli/state/arguments';

const refusal = (...args: string[]) => {
  try {
    parseStateArguments(args);
  } catch (error) {
    return (error as Error).message.split('\n')[0];
  }
  return undefined;
};

test('each command and what it takes', () => {
  expect(parseStateArguments(['list', 'dev'])).toEqual({ command: 'list', stack: 'dev', last: 10 });
  expect(parseStateArguments(['list', 'dev', '--last', '3'])).toMatchObject({ last: 3 });
  expect(parseStateArguments(['show', 'dev', 'v1'])).toEqual({
    command: 'show',
    stack: 'dev',
    version: 'v1',
  });
  expect(parseStateArguments(['restore', 'dev', 'v1', '--auto-approve'])).toEqual({
    command: 'restore',
    stack: 'dev',
    version: 'v1',
    anotherLineage: false,
    autoApprove: true,
  });
  expect(parseStateArguments(['forget', 'dev'])).toEqual({
    command: 'forget',
    stack: 'dev',
    autoApprove: false,
  });
  expect(parseStateArguments(['--help'])).toEqual({ command: 'help' });
});

test.each([
  [[], 'got ""; allowed: list, show, restore, forget'],
  [['put', 'dev'], 'got "put"; allowed: list, show, restore, forget'],
  [['list'], 'list: got nothing; allowed: a stack'],
  [['list', 'dev', 'v1'], 'list: got dev v1; allowed: a stack'],
  [['restore', 'dev'], 'restore: got dev; allowed: a stack and a version, which "list" shows'],
  [['show', 'dev', 'v1', 'v2'], 'show: got dev v1 v2; allowed: a stack and a version, which "list" shows'],
  [['show', 'dev', 'v1', '--auto-approve'], 'show: got --auto-approve; allowed: no option'],
  [['forget'], 'forget: got nothing; allowed: a stack'],
  [['forget', 'dev', 'v1'], 'forget: got dev v1; allowed: a stack'],
  [['list', 'dev', '--last', '0'], '--last: got "0"; allowed: 1 to 100'],
])('%j is refused: %s', (args, message) => {
  expect(refusal(...args)).toBe(message);
});
