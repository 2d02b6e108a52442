import { parseEvent } from '../../terraform/events';
import { advance, begun, longest, type Progress } from '../../terraform/progress';

const hook = (type: string, addr: string, action = 'create') =>
  JSON.stringify({ '@level': 'info', hook: { resource: { addr }, action }, type });
const summary = (operation: string, add: number, change: number, remove: number) =>
  JSON.stringify({ changes: { add, change, remove, import: 0, operation }, type: 'change_summary' });

/** What a stream of lines amounts to; one line a second. */
function after(lines: readonly string[]): Progress {
  return lines.reduce((progress, line, second) => {
    const event = parseEvent(line);
    return event ? advance(progress, event, second * 1000) : progress;
  }, begun);
}

test('before there is a plan, what was read is counted', () => {
  const progress = after([hook('refresh_complete', 'aws_vpc.a'), hook('refresh_complete', 'aws_vpc.b')]);
  expect(progress).toEqual({ ...begun, read: 2 });
});

test('a replacement counts as two actions, both of the plan', () => {
  const progress = after([
    summary('plan', 1, 0, 1),
    hook('apply_start', 'aws_vpc.a', 'delete'),
    hook('apply_complete', 'aws_vpc.a', 'delete'),
    hook('apply_start', 'aws_vpc.a'),
    hook('apply_complete', 'aws_vpc.a'),
    summary('apply', 1, 0, 1),
  ]);
  expect(progress).toMatchObject({
    planned: 2,
    done: 2,
    running: {},
    changes: { add: 1, change: 0, remove: 1 },
  });
});

test('a data source that is read during the apply is not counted', () => {
  const progress = after([
    summary('plan', 1, 0, 0),
    hook('apply_start', 'data.aws_region.a', 'read'),
    hook('apply_complete', 'data.aws_region.a', 'read'),
  ]);
  expect(progress).toMatchObject({ planned: 1, done: 0, running: {} });
});

test('the longest-running resource is the one that began first and has not ended or failed', () => {
  const progress = after([
    hook('apply_start', 'aws_vpc.a'),
    hook('apply_start', 'aws_vpc.b'),
    hook('apply_start', 'aws_vpc.c'),
    hook('apply_complete', 'aws_vpc.a'),
    hook('apply_errored', 'aws_vpc.b'),
  ]);
  expect(longest(progress)).toEqual({ address: 'aws_vpc.c', since: 2000 });
});

test('diagnostics are kept in their order', () => {
  const diagnostic = (summary: string) =>
    JSON.stringify({ diagnostic: { severity: 'error', summary, detail: '' }, type: 'diagnostic' });
  expect(after([diagnostic('one'), diagnostic('two')]).diagnostics.map(({ summary }) => summary)).toEqual([
    'one',
    'two',
  ]);
});

test.each([
  ['text in between', 'panic: runtime error'],
  ['a line that was cut off', '{"type":"apply_st'],
  ['an event of a later Terraform', '{"type":"something_new"}'],
  ['JSON that is no event', '{}'],
])('%s is passed over', (_, line) => {
  expect(parseEvent(line)).toBeUndefined();
});
