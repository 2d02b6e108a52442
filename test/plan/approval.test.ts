import { approvalSchema, readApprovals } from '../../plan/approval';
import { proposal } from '../../plan/proposal';
import { findings, rules } from '../../plan/rules';
import { exitCode, judge } from '../../plan/verdict';
import { entry, plan } from './made';

const TODAY = '2026-11-24';
const ids = rules.map(({ id }) => id);
const approval = {
  resource: 'dev:aws_s3_bucket.data',
  rule: 'data-deleted',
  reason: 'Moved to another bucket',
  expires: '2026-12-01',
};
const read = (...contents: readonly unknown[]) =>
  readApprovals(
    contents.map((content, index) => ({
      file: `approvals/${index}.json`,
      text: typeof content === 'string' ? content : JSON.stringify(content),
    })),
    TODAY,
    ids,
  );
const deleted = plan(entry('aws_s3_bucket.data', { bucket: 'x' }, null));
const judged = (now: ReturnType<typeof read>, isDiff = true) =>
  judge([{ stack: 'dev', plan: deleted }], { now, old: [], isDiff, stacks: ['dev', 'qa'] });

test('an approval lets its change pass, and no other', () => {
  expect(exitCode(judged(read()))).toBe(3);
  expect(exitCode(judged(read(approval)))).toBe(2);
  const other = judged(read({ ...approval, rule: 'data-replaced' }));
  expect(other.judged[0]!.approval).toBeUndefined();
});

test('one reason may stand for several resources', () => {
  const { approvals, faults } = read([{ ...approval, resource: ['dev:a.b', 'dev:c.d'] }]);
  expect(faults).toEqual([]);
  expect(approvals.map(({ resource }) => resource)).toEqual(['dev:a.b', 'dev:c.d']);
});

test('one that no plan needs is a mistake in a diff, and a leftover elsewhere', () => {
  const stale = read(approval, { ...approval, resource: 'dev:aws_s3_bucket.other' });
  const verdict = judged(stale);
  expect(verdict.faults).toEqual([
    'approvals/1.json  resource: approves data-deleted for dev:aws_s3_bucket.other, and no plan would do that: correct it or delete it',
  ]);
  expect(exitCode(verdict)).toBe(1);
  expect(judged(stale, false)).toMatchObject({ faults: [], leftOver: ['approvals/1.json'] });
});

test('one for a stack that was not planned is not judged; for one that there is not, it is wrong', () => {
  expect(judged(read(approval, { ...approval, resource: 'qa:aws_s3_bucket.data' })).faults).toEqual([]);
  expect(judged(read({ ...approval, resource: 'quality:aws_s3_bucket.data' })).faults).toEqual([
    'approvals/0.json  resource: approves data-deleted for quality:aws_s3_bucket.data, and there is no stack quality; allowed: dev, qa',
  ]);
});

test('everything that is wrong is said at once', () => {
  const { faults } = read(
    '{ "resource": ',
    { ...approval, expires: '2026-11-23' },
    { ...approval, expires: '2026-12-25' },
    { ...approval, rule: 'data-lost' },
    { ...approval, reason: 'ok', who: 'me' },
    [],
  );
  expect(faults).toEqual([
    expect.stringMatching(/^approvals\/0\.json: .*; allowed: JSON, as in approvals\/README\.md$/),
    expect.stringMatching(/^approvals\/4\.json {2}reason: .*; allowed: Why this is right.* 10 characters$/),
    'approvals/4.json: got an unknown key who; allowed: resource, rule, reason, expires',
    'approvals/5.json: got an empty list; allowed: one approval or more',
    'approvals/1.json  expires: the approval of data-deleted for dev:aws_s3_bucket.data expired on 2026-11-23, and today is 2026-11-24; set a later day, at most 2026-12-24, or delete the file',
    'approvals/2.json  expires: got 2026-12-25; allowed: until 2026-12-24, which is 30 days from today',
    `approvals/3.json  rule: got "data-lost"; allowed: ${ids.join(', ')}`,
  ]);
});

test('on its last day an approval counts', () => {
  expect(read({ ...approval, expires: TODAY }).faults).toEqual([]);
});

test('what a report proposes lacks nothing but the reason', () => {
  const { file, json } = proposal(findings(deleted), '2026-12-01');
  expect(file).toBe('approvals/dev-data-data-deleted.json');
  expect(read(json).faults).toHaveLength(1);
  const filled = read({ ...JSON.parse(json), reason: 'Moved to another bucket' });
  expect(exitCode(judged(filled))).toBe(2);
});

test('several with the same reason to be found are proposed as one', () => {
  const many = plan(
    entry('aws_s3_bucket.a', {}, null),
    entry('aws_s3_bucket.b', {}, null),
    entry('aws_kms_key.c', {}, null),
  );
  const entries = JSON.parse(proposal(findings(many), '2026-12-01').json);
  expect(entries.map(({ resource }: { resource: unknown }) => resource)).toEqual([
    'dev:aws_kms_key.c',
    ['dev:aws_s3_bucket.a', 'dev:aws_s3_bucket.b'],
  ]);
  for (const one of entries)
    expect(approvalSchema.safeParse({ ...one, reason: 'Long enough' }).success).toBe(true);
});
