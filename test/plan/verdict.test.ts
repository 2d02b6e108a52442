import type { Rule } from '../../plan/finding';
import { report } from '../../plan/report/report';
import { exitCode, judge, type StackOutcome, type Verdict } from '../../plan/verdict';
import { entry, plan } from './made';

const judged = (...outcomes: readonly StackOutcome[]) =>
  judge(outcomes, { now: { approvals: [], faults: [] }, old: [], isDiff: true, stacks: ['dev', 'qa'] });
const changing = {
  stack: 'dev',
  plan: plan(entry('aws_eip.a', { tags: {} }, { tags: { a: 'b' } })),
};
const failed: StackOutcome = { stack: 'qa', failure: 'the credentials have expired' };

test('no changes, changes, a failure', () => {
  expect(exitCode(judged({ stack: 'dev', plan: plan() }))).toBe(0);
  expect(exitCode(judged(changing))).toBe(2);
  expect(exitCode(judged(changing, failed))).toBe(1);
});

test('the report of a run that failed still shows the stacks that did not', () => {
  const text = report(judged(changing, failed), '2026-11-24');
  expect(text).toMatch(/^## Failed: 1 of 2 stacks\n/);
  expect(text).toContain('- `qa`: the credentials have expired');
  expect(text).toContain('`dev` `aws_eip.a` changes');
});

test('services of an environment that nobody has made yet are no failure', () => {
  const waiting: StackOutcome = { stack: 'dev-services', waitsFor: 'dev' };
  expect(exitCode(judged({ stack: 'dev', plan: plan(entry('aws_eip.a', null, {})) }, waiting))).toBe(2);
  expect(report(judged(waiting), '2026-11-24')).toContain(
    '- `dev-services` reads what `dev` makes, and can be planned once that is deployed.',
  );
});

test('an outage of what nobody protects is told, and nobody has to approve it', () => {
  const rule: Rule = { id: 'stopped', kind: 'outage', finds: 'something stops', judge: () => 'stops' };
  const told = (needsApproval: boolean): Verdict => ({
    ...judged(changing),
    judged: [{ rule, change: changing.plan.changes[0]!, reasons: ['stops'], needsApproval }],
  });
  const text = report(told(false), '2026-11-24');
  expect(exitCode(told(false))).toBe(2);
  expect(text).toMatch(/^## Changes, 1 outage told\n/);
  expect(text).toContain('### Outage\n- `dev` `aws_eip.a` stops. Rule `stopped`.');
  expect(text).not.toContain('### Approval');
  expect(exitCode(told(true))).toBe(3);
  expect(report(told(true), '2026-11-24')).toContain('"rule": "stopped"');
});
