import { type Finding, judge, type Waiver } from './judge';

const finding = (changes: Partial<Finding> = {}): Finding => ({
  stack: 'dev',
  check: 'CKV_AWS_1',
  resource: 'logs_archive',
  title: 'a rule',
  ...changes,
});
const waiver = (changes: Partial<Waiver> = {}): Waiver => ({
  check: 'CKV_AWS_1',
  resource: 'logs_*',
  because: 'a reason',
  ...changes,
});

test('a finding without a waiver fails', () => {
  expect(judge([finding()], []).failed).toEqual([finding()]);
});

test('a waiver covers its check, its resources and its stacks, and no others', () => {
  expect(judge([finding()], [waiver()])).toEqual({ failed: [], waived: [finding()], unused: [] });
  expect(judge([finding()], [waiver({ stacks: ['dev'] })]).failed).toEqual([]);
  for (const other of [
    waiver({ check: 'CKV_AWS_11' }),
    waiver({ resource: 'logs' }),
    waiver({ resource: 'archive' }),
    waiver({ stacks: ['prod'] }),
  ]) {
    expect(judge([finding()], [other]).failed).toEqual([finding()]);
  }
});

test('a waiver that nothing needs is found out, lest it hide a later fault', () => {
  expect(judge([finding()], [waiver(), waiver({ check: 'CKV_AWS_2' })]).unused).toEqual([
    waiver({ check: 'CKV_AWS_2' }),
  ]);
});
