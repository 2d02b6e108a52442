import type { ResourceChange } from '../../plan/change';
import { allOf } from '../../plan/finding';
import { auditOff } from '../../plan/rules/audit-off';
import { entry, plan } from './made';

describe('a flow log that is deleted', () => {
  const flows = (traffic_type: string, vpc_id = 'vpc-1') => ({ vpc_id, traffic_type, eni_id: null });
  const deleted = entry('aws_flow_log.old', flows('ALL'), null);
  const unchanged = { actions: ['no-op'] };
  const said = (...others: readonly ResourceChange[]) => {
    const whole = plan(deleted, ...others);
    const change = whole.changes.find(({ address }) => address === 'aws_flow_log.old')!;
    return allOf(auditOff.judge(change, whole)).join();
  };

  test('takes the record away', () => {
    expect(said()).toBe('is deleted: connections are no longer recorded');
  });

  test.each([
    ['made by the same plan', entry('aws_flow_log.new', null, flows('ALL'))],
    ['there already', entry('aws_flow_log.new', flows('ALL'), flows('ALL'), unchanged)],
  ])('takes nothing away when another one that records the same is %s', (_, another) => {
    expect(said(another)).toBe('');
  });

  test.each([
    ['only what is refused', flows('REJECT')],
    ['another network', flows('ALL', 'vpc-2')],
  ])('takes the record away when the other one records %s', (_, other) => {
    expect(said(entry('aws_flow_log.new', other, other, unchanged))).toContain('no longer recorded');
  });

  test('takes the record away when the other one is deleted as well', () => {
    expect(said(entry('aws_flow_log.new', flows('ALL'), null))).toContain('no longer recorded');
  });
});
