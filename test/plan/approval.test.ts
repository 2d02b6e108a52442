import { approvalSchema } from '../../plan/approval';
import { readApprovals } from '../../plan/approval-file';
import { digest } from '../../plan/digest';
import { proposal } from '../../plan/proposal';
import { findings, rules } from '../../plan/rules';
import { exitCode, judge } from '../../plan/verdict';
import { entry, plan } from './made';

const TODAY = '2026-11-24';
const ids = rules.map(({ id }) => id);
const deleted = plan(entry('aws_s3_bucket.data', { bucket: 'x' }, null));
const approval = {
  resource: 'dev:aws_s3_bucket.data',
  rule: 'data-deleted',
  finding: digest(findings(deleted)[0]!),
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
const judged = (now: ReturnType<typeof read>, isDiff = true) =>
  judge([{ stack: 'dev', plan: deleted }], { now, old: [], isDiff, stacks: ['dev', 'qa'] });

test('an approval lets its change pass, and no other', () => {
  expect(exitCode(judged(read()))).toBe(3);
  expect(exitCode(judged(read(approval)))).toBe(2);
  const other = judged(read({ ...approval, rule: 'data-replaced' }));
  expect(other.judged[0]!.approval).toBeUndefined();
});

describe('what is approved is what was found', () => {
  const opened = (...cidrs: readonly string[]) =>
    plan(
      ...cidrs.map((cidr_ipv4, index) =>
        entry(`aws_vpc_security_group_ingress_rule.r${index}`, null, {
          cidr_ipv4,
          ip_protocol: 'tcp',
          from_port: 22,
          to_port: 22,
        }),
      ),
    );
  const verdictOf = (one: ReturnType<typeof plan>, now: ReturnType<typeof read>, isDiff = true) =>
    judge([{ stack: 'dev', plan: one }], { now, old: [], isDiff, stacks: ['dev'] });
  const [found] = findings(opened('0.0.0.0/0'));
  const approved = { ...approval, resource: found!.change.resource, rule: found!.rule.id };

  test('so one for a danger that was less counts no more, and says so', () => {
    const before = { ...found!, reasons: ['lets in less'] };
    const now = read({ ...approved, finding: digest(before) });
    const verdict = verdictOf(opened('0.0.0.0/0'), now);
    expect(verdict.judged[0]!.approval).toBeUndefined();
    expect(verdict.faults).toEqual([
      `approvals/0.json:1:82  finding: approves another finding of ${found!.rule.id} for ${found!.change.resource}; found now: it ${found!.reasons.join('; ')}. If that is right, write "finding": "${digest(found!)}", and a reason for just that`,
    ]);
    expect(exitCode(verdict)).toBe(1);
    expect(exitCode(verdictOf(opened('0.0.0.0/0'), now, false))).toBe(3);
  });

  test('and the same of another resource needs a name of its own', () => {
    const verdict = verdictOf(
      opened('0.0.0.0/0', '0.0.0.0/0'),
      read({ ...approved, finding: digest(found!) }),
    );
    expect(verdict.judged.map((one) => one.approval !== undefined)).toEqual([true, false]);
  });

  test('a digest depends on the rule and all reasons, and not on their order', () => {
    const rule = { id: 'a' };
    const of = (...reasons: readonly string[]) => digest({ rule, reasons });
    expect(of('x', 'y')).toBe(of('y', 'x'));
    expect(
      new Set([of('x'), of('x', 'y'), of('x; y'), digest({ rule: { id: 'b' }, reasons: ['x'] })]).size,
    ).toBe(4);
    expect(of('x')).toMatch(/^[0-9a-f]{12}$/);
  });
});

describe('what was there before', () => {
  const file = (name: string, content: unknown) => ({
    file: `approvals/${name}.json`,
    text: JSON.stringify(content),
  });
  const since = (before: unknown, ...now: readonly unknown[]) =>
    readApprovals(
      now.map((one, index) => file(`now${index}`, one)),
      TODAY,
      ids,
      [file('before', before)],
    );
  const names = (approvals: readonly { readonly resource: string }[]) =>
    approvals.map(({ resource }) => resource);

  test('counts no more: in another file, in a list, with its fields in another order, with other blanks', () => {
    const { resource, ...others } = approval;
    const blanks = { ...approval, reason: ' Moved  to another\nbucket ' };
    for (const now of [
      approval,
      [approval],
      { ...others, resource },
      blanks,
      { ...approval, resource: [resource] },
    ]) {
      const { approvals, old, faults } = since(approval, now);
      expect([names(approvals), names(old), faults]).toEqual([[], [resource], []]);
    }
  });

  test('of a list just what is added counts', () => {
    const { approvals, old } = since(approval, { ...approval, resource: [approval.resource, 'dev:a.b'] });
    expect([names(approvals), names(old)]).toEqual([['dev:a.b'], [approval.resource]]);
    const second = { ...approval, resource: 'dev:c.d' };
    expect(names(since([approval], [approval, second]).approvals)).toEqual(['dev:c.d']);
  });

  test('counts again when it says something else, which a reviewer reads', () => {
    expect(names(since(approval, { ...approval, expires: '2026-12-02' }).approvals)).toEqual([
      approval.resource,
    ]);
  });

  test('is no fault of today, and what is wrong beside it is', () => {
    const { finding: _, ...without } = approval;
    expect(since(without, without).faults).toEqual([]);
    expect(since(without, [without, { ...without, rule: 'x' }]).faults).toEqual([
      expect.stringMatching(
        /^approvals\/now0\.json:1:\d+ {2}1\.finding: got nothing; allowed: What was found: the 12/,
      ),
    ]);
    expect(
      since({ ...approval, expires: '2026-11-01' }, { ...approval, expires: '2026-11-01' }).faults,
    ).toEqual([]);
  });
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
    'approvals/1.json:1:2  resource: approves data-deleted for dev:aws_s3_bucket.other, and no plan would do that: correct it or delete it',
  ]);
  expect(exitCode(verdict)).toBe(1);
  expect(judged(stale, false)).toMatchObject({ faults: [], leftOver: ['approvals/1.json'] });
});

test('one for a stack that was not planned is not judged; for one that there is not, it is wrong', () => {
  expect(judged(read(approval, { ...approval, resource: 'qa:aws_s3_bucket.data' })).faults).toEqual([]);
  expect(judged(read({ ...approval, resource: 'quality:aws_s3_bucket.data' })).faults).toEqual([
    'approvals/0.json:1:2  resource: approves data-deleted for quality:aws_s3_bucket.data, and there is no stack quality; allowed: dev, qa, guard',
  ]);
});

test('everything that is wrong is said at once', () => {
  const { faults } = read(
    '{ "resource": ',
    { ...approval, expires: '2026-11-23' },
    { ...approval, expires: '2026-12-25' },
    { ...approval, rule: 'erased' },
    { ...approval, reason: 'ok', who: 'me' },
    [],
  );
  expect(faults).toEqual([
    'approvals/0.json:1:14: got the end of the file (value expected); allowed: JSON that is complete, as in approvals/README.md',
    'approvals/4.json:1:85  reason: got "ok"; allowed: Why this is right, for whoever reviews it; at least 10 characters',
    'approvals/4.json:1:122  who: got an unknown key; allowed: resource, rule, finding, reason, expires',
    'approvals/5.json:1:1: got an empty list; allowed: one approval or more',
    'approvals/1.json:1:120  expires: the approval of data-deleted for dev:aws_s3_bucket.data expired on 2026-11-23, and today is 2026-11-24; set a later day, at most 2026-12-24, or delete the file',
    'approvals/2.json:1:120  expires: got 2026-12-25; allowed: until 2026-12-24, which is 30 days from today',
    `approvals/3.json:1:38  rule: got "erased"; allowed: ${ids.join(', ')}`,
  ]);
});

test.each([
  [
    'a day of another form',
    { expires: '01.12.2026' },
    'expires: got "01.12.2026"; allowed: a day such as 2026-12-01, at most 30 days ahead',
  ],
  [
    'a day that there is not',
    { expires: '2026-02-30' },
    'expires: got "2026-02-30"; allowed: a day such as 2026-12-01, at most 30 days ahead',
  ],
  [
    'no day',
    { expires: undefined },
    'expires: got nothing; allowed: a day such as 2026-12-01, at most 30 days ahead',
  ],
  [
    'a resource without its stack',
    { resource: 'aws_s3_bucket.data' },
    'resource: got "aws_s3_bucket.data"; allowed: <stack>:<address>, such as dev:aws_db_instance.database-orders, or a list of them',
  ],
  [
    'no finding',
    { finding: undefined },
    'finding: got nothing; allowed: What was found: the 12 characters that the report of npm run plan proposes',
  ],
  [
    'a number',
    { reason: 42 },
    'reason: got 42; allowed: Why this is right, for whoever reviews it; at least 10 characters, in quotes',
  ],
])('of %s it says what was found, and the form that is allowed', (_, change, fault) => {
  const { faults } = read([approval, { ...approval, ...change }]);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(/^approvals\/0\.json:1:\d+ {2}1\./);
  expect(faults[0]!.replace(/^\S+ {2}1\./, '')).toBe(fault);
});

test('names the rule that was probably meant, and an invisible space in it', () => {
  expect(read({ ...approval, rule: 'data-deleted\u200b' }).faults).toEqual([
    expect.stringContaining(
      'got "data-deleted\\u200b" with a zero-width space (U+200B), did you mean "data-deleted"?; allowed: ',
    ),
  ]);
  expect(read({ ...approval, rule: 'data-delete' }).faults).toEqual([
    expect.stringContaining('got "data-delete", did you mean "data-deleted"?; allowed: '),
  ]);
});

test.each([
  [
    'a comment',
    `${JSON.stringify(approval)} // mine`,
    'got the comment "// mine"; allowed: JSON without comments',
  ],
  [
    'a key twice',
    `${JSON.stringify(approval).slice(0, -1)}, "rule": "data-replaced" }`,
    'rule: got the same key twice; allowed: each key once',
  ],
  [
    'a byte order mark',
    `\ufeff${JSON.stringify(approval)}`,
    "got a byte order mark (U+FEFF), which can't be seen",
  ],
])('an approval with %s does not count', (_, text, fault) => {
  const { approvals, faults } = read(text);
  expect(faults).toEqual([expect.stringContaining(fault)]);
  expect(approvals).toEqual([]);
});

test('a file that only looks like an approval is told of, as it would not count', () => {
  const text = JSON.stringify(approval);
  expect(readApprovals([{ file: 'approvals/dev.jsonc', text }], TODAY, ids)).toEqual({
    approvals: [],
    old: [],
    faults: ['approvals/dev.jsonc: got a file that is not read; allowed: a name that ends in .json'],
  });
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
