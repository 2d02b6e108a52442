import { parsePreviewArguments } from '../../../cli/preview/arguments';

test.each([
  [['up'], { command: 'up', name: undefined, owner: undefined, versions: [], until: undefined, seed: false }],
  [
    ['up', 'a b', '--owner', 'jo', '--version', 'a=1', '--version', 'b=2', '--until', '2026-11-27', '--seed'],
    { command: 'up', name: 'a b', owner: 'jo', versions: ['a=1', 'b=2'], until: '2026-11-27', seed: true },
  ],
  [['list'], { command: 'list', json: false }],
  [['list', '--json'], { command: 'list', json: true }],
  [['show', 'pr-1'], { command: 'show', name: 'pr-1' }],
  [['down', 'pr-1', '--unlock'], { command: 'down', name: 'pr-1', unlock: true }],
  [['sweep'], { command: 'sweep', dryRun: false, staleMinutes: 120 }],
  [['sweep', '--dry-run', '--stale-minutes', '0'], { command: 'sweep', dryRun: true, staleMinutes: 0 }],
  [['up', '--help'], { command: 'help' }],
])('%j', (args, parsed) => {
  expect(parsePreviewArguments(args)).toEqual(parsed);
});

test.each([
  [[], 'command: got none; allowed: up, list, show, down, sweep'],
  [['start'], 'command: got "start"; allowed: up, list, show, down, sweep'],
  [['up', 'a', 'b'], 'up: got "a" "b" behind it; allowed: one name, or none'],
  [['up', ''], 'up: got "" behind it; allowed: one name, or none'],
  [['list', 'a'], 'list: got "a" behind it; allowed: nothing'],
  [['show'], 'show: got nothing behind it; allowed: one name'],
  [['down'], 'down: got nothing behind it; allowed: one name'],
  [['sweep', 'pr-1'], 'sweep: got "pr-1" behind it; allowed: nothing'],
  [['show', 'pr-1', '--seed'], 'show: got --seed, which is for up alone'],
  [['list', '--unlock'], 'list: got --unlock, which is for down alone'],
  [['down', 'pr-1', '--dry-run'], 'down: got --dry-run, which is for sweep alone'],
  [['sweep', '--stale-minutes', '1441'], '--stale-minutes: got "1441"; allowed: 0 to 1440'],
  [['sweep', '--stale-minutes', '-1'], "Option '--stale-minutes' argument is ambiguous"],
  [['sweep', '--stale-minutes', 'soon'], '--stale-minutes: got "soon"; allowed: 0 to 1440'],
  [['up', '--force'], "Unknown option '--force'"],
])('%j is refused: %s', (args, message) => {
  expect(() => parsePreviewArguments(args)).toThrow(message);
  expect(() => parsePreviewArguments(args)).toThrow('npm run preview -- COMMAND');
});
