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

describe('what is recorded elsewhere, or hidden', () => {
  const judge = (type: string, before: unknown, after: unknown, more: object = {}) => {
    const whole = plan(entry(`${type}.it`, before, after, more));
    return allOf(auditOff.judge(whole.changes[0]!, whole));
  };
  test('a record in a bucket of somebody else, and one in a bucket that the plan makes', () => {
    const logs = (target_bucket: string) => ({ bucket: 'b', target_bucket });
    expect(judge('aws_s3_bucket_logging', logs('logs'), logs('other'))).toEqual([
      'writes to another bucket: logs → other',
    ]);
    const made = { after_unknown: { target_bucket: true } };
    expect(judge('aws_s3_bucket_logging', logs('logs'), { bucket: 'b' }, made)).toEqual([]);
  });

  test.each<[string, object, object]>([
    ['aws_accessanalyzer_archive_rule', { filter: [{ criteria: 'isPublic' }] }, { filter: [] }],
    ['aws_guardduty_ipset', { activate: true, location: 'a' }, { activate: false, location: 'a' }],
    [
      'aws_securityhub_automation_rule',
      { actions: [{ finding_fields_update: [{ workflow: [{ status: 'SUPPRESSED' }] }] }] },
      { actions: [{ finding_fields_update: [{ workflow: [{ status: 'NOTIFIED' }] }] }] },
    ],
  ])('%s hides findings', (type, hiding, other) => {
    expect(judge(type, null, hiding)).toHaveLength(1);
    expect(judge(type, hiding, { ...hiding, name: 'x' })).toEqual([]);
    if (type !== 'aws_accessanalyzer_archive_rule') expect(judge(type, null, other)).toEqual([]);
  });

  test('a database that records less by its parameters', () => {
    const group = (...parameter: object[]) => ({ name: 'g', parameter });
    const audit = (value: string) => ({ name: 'pgaudit.log', value });
    const judged = (before: object, after: object) => judge('aws_db_parameter_group', before, after);
    expect(judged(group(audit('ddl')), group(audit('none')))).toHaveLength(1);
    expect(judged(group(audit('ddl')), group())).toHaveLength(1);
    expect(judged(group(audit('none')), group(audit('ddl')))).toEqual([]);
    expect(judged(group(audit('ddl'), { name: 'work_mem', value: '1' }), group(audit('ddl')))).toEqual([]);
  });
});
