import { deleted, entry, found } from './made';

describe('what guards a thing', () => {
  const selection = (more?: object) => ({
    id: 's',
    name: 'daily',
    plan_id: 'p',
    resources: ['arn:aws:rds:*:*:db:*'],
    ...more,
  });
  const lost = 'safeguard-removed: aws_backup_selection.it is deleted: nothing is backed up by it any more';

  test('is missed when it is deleted', () => {
    expect(found(deleted('aws_backup_selection.it', selection()))).toEqual([lost]);
  });
  test('is missed by nobody when what it is of goes too, which is told', () => {
    expect(
      found(deleted('aws_backup_selection.it', selection()), deleted('aws_backup_plan.it', { id: 'p' })),
    ).toEqual(['safeguard-removed: aws_backup_plan.it is deleted: nothing is backed up by it any more']);
  });
  test('is not missed when another one does the same', () => {
    const next = (more: object, unknown: object) =>
      entry('aws_backup_selection.new', null, selection({ name: 'nightly', ...more }), {
        after_unknown: unknown,
      });
    const old = deleted('aws_backup_selection.it', selection());
    expect(found(old, next({ id: undefined }, { id: true }))).toEqual([]);
    expect(found(old, next({ resources: [] }, { id: true }))).toEqual([lost]);
  });
  test('and is of another service than what goes', () => {
    expect(
      found(deleted('aws_backup_selection.it', selection()), deleted('aws_iam_role.it', { id: 'p' })),
    ).toEqual([lost]);
  });
});

describe('what counts lines of logs', () => {
  const filter = deleted('aws_cloudwatch_log_metric_filter.it', {
    log_group_name: '/logs',
    metric_transformation: [{ name: 'errors', namespace: 'shop', value: '1' }],
  });
  const alarm = (before: string | null, after: string | null) => {
    const [was, will] = [before, after].map((metric) => metric && { metric_name: metric, threshold: 1 });
    return entry('aws_cloudwatch_metric_alarm.it', was, will, {
      ...(before === after && { actions: ['no-op'] }),
    });
  };

  test.each([
    ['an alarm still looks at it', [alarm('errors', 'errors')]],
    ['an alarm looks at it from now on', [alarm('other', 'errors')]],
    ['no alarm of the plan did, so that somebody else may', [alarm('other', 'other')]],
    ['nobody knows of an alarm', []],
  ])('is missed: %s', (_, alarms) => {
    const texts = found(filter, ...alarms).filter((text) => text.startsWith('safeguard-removed'));
    expect(texts).toEqual([
      'safeguard-removed: aws_cloudwatch_log_metric_filter.it is deleted: what it counted in the logs is no longer counted, and alarms on it stay silent',
    ]);
  });
  test.each([
    ['its alarm goes with it', alarm('errors', null)],
    ['its alarm looks at another count now', alarm('errors', 'other')],
  ])('is not missed: %s', (_, other) => {
    expect(found(filter, other).filter((text) => text.startsWith('safeguard-removed'))).toEqual([]);
  });
});

test('what guards something is left to a rule that knows more of it', () => {
  const Statement = [{ Effect: 'Deny', Principal: '*', Action: 'backup:DeleteRecoveryPoint', Resource: '*' }];
  const values = { backup_vault_name: 'v', policy: JSON.stringify({ Statement }) };
  const [only, ...more] = found(deleted('aws_backup_vault_policy.it', values));
  expect(only).toMatch(/^policy-widened: .* no longer denies/);
  expect(more).toEqual([]);
  expect(found(deleted('aws_backup_vault_policy.it', { backup_vault_name: 'v' }))).toEqual([
    'safeguard-removed: aws_backup_vault_policy.it is deleted: what its policy refused is allowed',
  ]);
});
