import { isFirst, type PlanJson } from '../../plan/plan';

const plan = (...changes: [mode: string, action: string][]): PlanJson => ({
  format_version: '1.2',
  resource_changes: changes.map(([mode, action]) => ({
    address: 'aws_thing.one',
    mode,
    type: 'aws_thing',
    name: 'one',
    change: { actions: [action], before: null, after: null },
  })),
});

test.each<[string, boolean, [string, string][]]>([
  [
    'made whole',
    true,
    [
      ['managed', 'create'],
      ['managed', 'create'],
    ],
  ],
  [
    'read first',
    true,
    [
      ['data', 'read'],
      ['managed', 'create'],
    ],
  ],
  // Or a failed services plan would be excused as waiting for a platform that is there.
  [
    'completed',
    false,
    [
      ['managed', 'no-op'],
      ['managed', 'create'],
    ],
  ],
  ['changed', false, [['managed', 'update']]],
])('a stack that is %s counts as new: %s', (_, expected, changes) => {
  expect(isFirst(plan(...changes))).toBe(expected);
});
