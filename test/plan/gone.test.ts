import type { ResourceChange } from '../../plan/change';
import { Plan } from '../../plan/plan';
import { report } from '../../plan/report/report';
import { judge } from '../../plan/verdict';
import { entry, planJson, told } from './made';

const gone = (drift: readonly ResourceChange[], ...changes: readonly ResourceChange[]) =>
  told(new Plan('dev', { ...planJson(...changes), resource_drift: drift }));

describe('what is gone at the time of the plan', () => {
  const drift = (address: string, before: object, actions = ['delete']) =>
    entry(address, before, actions[0] === 'delete' ? null : before, { actions });
  const made = (address: string) => entry(address, null, { id: null });

  test('is not new, and is looked for before it is made anew', () => {
    expect(gone([drift('aws_db_instance.it', { identifier: 'orders' })], made('aws_db_instance.it'))).toEqual(
      [
        'data-gone: aws_db_instance.it is gone: somebody or something has deleted it since the last deploy, and with it the database. Look for it and restore it first (docs/runbooks/restore.md): this would make a new, empty one',
      ],
    );
    expect(gone([drift('acme_ledger.it', {})], made('acme_ledger.it'))).toHaveLength(1);
    expect(gone([drift('aws_eip.it', {})], made('aws_eip.it'))[0]).toContain('this would make another one');
  });
  test('is made anew as it was, if it held nothing or guards something', () => {
    for (const address of ['aws_iam_role.it', 'aws_backup_plan.it']) {
      expect(gone([drift(address, {})], made(address))).toEqual([]);
    }
  });
  test('was of a preview, whatever the code says now', () => {
    const address = 'aws_s3_bucket.it';
    const marked = { tags: { preview: 'pr-1' } };
    expect(gone([drift(address, marked)], made(address))).toEqual([]);
    expect(gone([drift(address, {})], entry(address, null, marked))).toHaveLength(1);
  });
  test('is another thing than what was only changed, or is really new', () => {
    const address = 'aws_s3_bucket.it';
    expect(gone([drift(address, {}, ['update'])], made(address))).toEqual([]);
    expect(gone([drift('aws_s3_bucket.other', {})], made(address))).toEqual([]);
  });
});

describe('a report', () => {
  const text = (isRefreshed: boolean) => {
    const plan = new Plan('dev', planJson(entry('aws_iam_role.it', null, {})), {}, { isRefreshed });
    const drifted = [
      { address: 'aws_iam_role.it', gone: true, deployed: {}, found: {} },
      { address: 'aws_lb.it', gone: false, deployed: { idle_timeout: 60 }, found: { idle_timeout: 30 } },
    ];
    const verdict = judge([{ stack: 'dev', plan, drifted }], {
      now: { approvals: [], faults: [] },
      old: [],
      isDiff: true,
      stacks: ['dev'],
    });
    return report(verdict, '2026-11-24');
  };

  test('of a plan that did not look at what exists says so, and who does', () => {
    expect(text(false)).toContain('`npm run drift` looks each night (docs/pull-requests.md)');
    expect(text(true)).not.toContain('npm run drift');
  });
  test('tells what happens in the state alone, which is no deletion and nothing new', () => {
    const values = { bucket: 'b' };
    const still = (address: string, more: object) => ({
      ...entry(address, values, values, { actions: ['no-op'], ...more }),
    });
    const plan = new Plan(
      'dev',
      planJson(
        entry('aws_iam_role.left', values, null, { actions: ['forget'] }),
        { ...still('aws_s3_bucket.new', {}), previous_address: 'aws_s3_bucket.old' },
        still('aws_s3_bucket.found', { importing: { id: 'b' } }),
        still('aws_s3_bucket.there', { importing: { id: 'c' } }),
      ),
    );
    const verdict = judge([{ stack: 'dev', plan }], {
      now: { approvals: [], faults: [] },
      old: [],
      isDiff: true,
      stacks: ['dev'],
    });
    expect(report(verdict, '2026-11-24')).toContain(
      'In the state of `dev` alone: 1 leaves it and stays as before, 1 gets another address, 2 that were there before come into it.',
    );
  });
  test('says what a deploy would set back, without its values', () => {
    expect(text(true)).toContain(
      '### Changed beside the code, and set back by a deploy\n- `dev` `aws_iam_role.it` is not there any more, and is made anew\n- `dev` `aws_lb.it`: `idle_timeout`\n',
    );
  });
});
