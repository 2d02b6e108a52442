import type { SynthesizedResource } from '../../terraform/synthesized-stack';
import { addressOf, type Documents, type Finding, judge as judgeWith, type Waiver } from './judge';

const finding = (changes: Partial<Finding> = {}): Finding => ({
  stack: 'dev',
  check: 'CKV_AWS_1',
  resource: 'logs_archive',
  title: 'a rule',
  ...changes,
});
const waiver = (changes: Partial<Waiver> = {}): Waiver => ({
  check: 'CKV_AWS_1',
  type: 'aws_s3_bucket',
  resource: 'logs_*',
  because: 'a reason',
  ...changes,
});
const stacks = (attributes: SynthesizedResource = {}): Documents => ({
  dev: { resource: { aws_s3_bucket: { logs_archive: attributes }, aws_lb: { logs_archive: {} } } },
});
const judge = (findings: Finding[], waivers: Waiver[], documents = stacks()) =>
  judgeWith(findings, waivers, documents);

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
    waiver({ type: 'aws_kms_key' }),
    waiver({ when: () => false }),
  ]) {
    expect(judge([finding()], [other]).failed).toEqual([finding()]);
  }
});

test('a waiver covers a resource of its type alone, where the finding says which it is', () => {
  const [bucket, balancer] = ['aws_s3_bucket', 'aws_lb'].map((type) => finding({ type }));
  expect(judge([bucket!, balancer!], [waiver()])).toMatchObject({ failed: [balancer], waived: [bucket] });
});

test('a waiver covers a resource while its reason is true of it', () => {
  const small = waiver({ when: ({ size }) => size === 1 });
  expect(judge([finding()], [small], stacks({ size: 1 })).failed).toEqual([]);
  expect(judge([finding()], [small], stacks({ size: 2 }))).toMatchObject({
    failed: [finding()],
    unused: [small],
  });
});

test('a waiver that nothing needs is found out, lest it hide a later fault', () => {
  expect(judge([finding()], [waiver(), waiver({ check: 'CKV_AWS_2' })]).unused).toEqual([
    waiver({ check: 'CKV_AWS_2' }),
  ]);
});

test('a finding of a resource without its type is told from one with it', () => {
  expect(addressOf('aws_s3_bucket.archive')).toEqual({ type: 'aws_s3_bucket', resource: 'archive' });
  expect(addressOf('resource.archive')).toEqual({ resource: 'archive' });
});
