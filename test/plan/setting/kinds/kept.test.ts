import { entry, stays } from '../../made';
import { found, judged } from './judged';

const bucket = entry(
  'aws_s3_bucket.b',
  { id: 'b', bucket: 'b' },
  { id: 'b', bucket: 'b' },
  { actions: ['no-op'] },
);

test('a lock of seven years that becomes one, in whatever unit', () => {
  const lock = (kept: object) => ({
    bucket: 'b',
    rule: [{ default_retention: [{ mode: 'GOVERNANCE', ...kept }] }],
  });
  const type = 'aws_s3_bucket_object_lock_configuration';
  expect(judged(type, lock({ years: 7 }), lock({ years: 1 }))).toEqual([
    'retention-shortened: keeps objects from being deleted for 2555 → 365 days',
  ]);
  expect(judged(type, lock({ years: 1 }), lock({ days: 30 }))).toHaveLength(1);
  expect(judged(type, lock({ days: 30 }), lock({ years: 1 }))).toEqual([]);
});

describe('rules that delete objects', () => {
  const type = 'aws_s3_bucket_lifecycle_configuration';
  const rules = (...rule: object[]) => ({ bucket: 'b', rule });
  const rule = (days: number, more: object = {}) => ({
    id: 'r',
    status: 'Enabled',
    filter: [{}],
    expiration: [{ days }],
    ...more,
  });
  const of = (prefix: string) => ({ filter: [{ prefix }] });

  test.each<[string, object[], object[]]>([
    ['sooner', [rule(30)], [rule(7)]],
    ['over all in place of tmp/', [rule(30, of('tmp/'))], [rule(30)]],
    ['switched on', [rule(30, { status: 'Disabled' })], [rule(30)]],
    [
      'earlier versions, at once',
      [],
      [{ ...rule(0), noncurrent_version_expiration: [{ noncurrent_days: 1 }] }],
    ],
  ])('weaker: %s', (_, before, after) => {
    expect(found(bucket, entry(`${type}.it`, rules(...before), rules(...after)))).toHaveLength(1);
  });

  test.each<[string, object[], object[]]>([
    ['renamed', [rule(30)], [rule(30, { id: 'other' })]],
    ['in another order', [rule(30, of('a/')), rule(9, of('b/'))], [rule(9, of('b/')), rule(30, of('a/'))]],
    ['of a part', [rule(30)], [rule(30, of('tmp/'))]],
    [
      'uploads that nobody ended',
      [rule(30)],
      [rule(30), { ...rule(0), abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }] }],
    ],
  ])('not weaker: %s', (_, before, after) => {
    expect(found(bucket, entry(`${type}.it`, rules(...before), rules(...after)))).toEqual([]);
  });

  test('what stood in the bucket is what the own resource is compared with', () => {
    const inline = {
      id: 'b',
      bucket: 'b',
      lifecycle_rule: [{ id: 'r', enabled: true, expiration: [{ days: 30 }] }],
    };
    const holds = stays('aws_s3_bucket.b', inline);
    expect(found(holds, entry(`${type}.it`, null, rules(rule(30))))).toEqual([]);
    expect(found(holds, entry(`${type}.it`, null, rules(rule(7))))).toHaveLength(1);
  });
});

test('a setting of a bucket that moves to another address is compared with what it was', () => {
  const type = 'aws_s3_bucket_versioning';
  const versions = (status: string) => ({ bucket: 'b', versioning_configuration: [{ status }] });
  const moved = (status: string) =>
    found(entry(`${type}.old`, versions('Enabled'), null), entry(`${type}.new`, null, versions(status)));
  expect(moved('Enabled')).toEqual([]);
  expect(moved('Suspended')).toHaveLength(1);
  expect(found(entry(`${type}.old`, versions('Enabled'), null))).toHaveLength(1);
  // It did nothing.
  expect(found(entry(`${type}.old`, versions('Suspended'), null))).toEqual([]);
});

describe('backups', () => {
  const rule = (more: object = {}) => ({
    rule_name: 'daily',
    schedule: 'cron(0 5 ? * * *)',
    target_vault_name: 'v',
    lifecycle: [{ delete_after: 35 }],
    ...more,
  });
  const planOf = (...rules: object[]) => ({ name: 'p', rule: rules });
  const changed = (...rules: object[]) => judged('aws_backup_plan', planOf(rule()), planOf(...rules));

  test.each<[string, object]>([
    ['kept for a shorter time', { lifecycle: [{ delete_after: 7 }] }],
    ['once a week', { schedule: 'cron(0 5 ? * SUN *)' }],
    ['once a month', { schedule: 'cron(0 5 1 * ? *)' }],
    ['in another vault', { target_vault_name: 'w' }],
  ])('weaker: %s', (_, more) => expect(changed(rule(more))).toHaveLength(1));

  test.each<[string, object]>([
    ['kept longer', { lifecycle: [{ delete_after: 90 }] }],
    ['at another hour', { schedule: 'cron(30 3 * * ? *)' }],
    ['every six hours', { schedule: 'cron(0 */6 * * ? *)' }],
    ['renamed', { rule_name: 'each-day' }],
  ])('not weaker: %s', (_, more) => expect(changed(rule(more))).toEqual([]));

  test('a selection that loses what it names', () => {
    const selection = (more: object) => ({ plan_id: 'p', resources: ['a', 'b'], ...more });
    const to = (more: object) => judged('aws_backup_selection', selection({}), selection(more));
    expect(to({ resources: ['a'] })).toEqual(['retention-shortened: no longer backs up b']);
    expect(to({ resources: ['a', 'b', 'c'] })).toEqual([]);
    expect(to({ resources: ['*'] })).toEqual([]);
    expect(to({ not_resources: ['a'] })).toHaveLength(1);
    expect(to({ condition: [{ string_equals: [{ key: 'k', value: 'v' }] }] })).toHaveLength(1);
    const tags = { selection_tag: [{ type: 'STRINGEQUALS', key: 'backup', value: 'yes' }] };
    expect(judged('aws_backup_selection', selection(tags), selection({}))).toHaveLength(1);
  });
});

test('images of one kind that are kept in smaller number', () => {
  const policy = (...rules: object[]) => ({
    repository: 'r',
    policy: JSON.stringify({ rules: rules.map((selection) => ({ selection })) }),
  });
  const any = (countNumber: number) => ({ tagStatus: 'any', countType: 'imageCountMoreThan', countNumber });
  const untagged = (countNumber: number) => ({
    tagStatus: 'untagged',
    countType: 'sinceImagePushed',
    countNumber,
  });
  const to = (before: object, after: object) => judged('aws_ecr_lifecycle_policy', before, after);
  expect(to(policy(any(200)), policy(any(1)))).toEqual(['retention-shortened: keeps 200 → 1 images']);
  expect(to(policy(untagged(7)), policy(untagged(7), any(5)))).toHaveLength(1);
  expect(to(policy(untagged(7)), policy(untagged(14)))).toEqual([]);
  expect(to(policy(any(1)), policy(any(200)))).toEqual([]);
});

describe('copies of the objects of a bucket', () => {
  const copies = (...rules: object[]) => ({
    bucket: 'b',
    rule: rules.map((rule) => ({
      id: 'all',
      status: 'Enabled',
      filter: [{ prefix: '' }],
      delete_marker_replication: [{ status: 'Disabled' }],
      destination: [{ bucket: 'arn:aws:s3:::copy' }],
      ...rule,
    })),
  });
  const to = (...rules: object[]) =>
    judged('aws_s3_bucket_replication_configuration', copies({}), copies(...rules)).map((one) =>
      one.replace('retention-shortened: ', ''),
    );
  test.each<[string, object[], string[]]>([
    ['of fewer', [{ filter: [{ prefix: 'a/' }] }], ['no longer copies all objects to arn:aws:s3:::copy']],
    [
      'elsewhere',
      [{ destination: [{ bucket: 'arn:aws:s3:::b2' }] }],
      ['no longer copies all objects to arn:aws:s3:::copy'],
    ],
    [
      'that go as well',
      [{ delete_marker_replication: [{ status: 'Enabled' }] }],
      ['deletes copies when their objects are deleted'],
    ],
    ['switched off', [{ status: 'Disabled' }], ['all copies no objects any more']],
    ['renamed', [{ id: 'every' }], []],
    ['and one more', [{}, { id: 'b', destination: [{ bucket: 'arn:aws:s3:::b2' }] }], []],
  ])('%s', (_, rules, reasons) => expect(to(...rules)).toEqual(reasons));
});

test('what AWS Backup leaves out in a region', () => {
  const region = (RDS: boolean) => ({ resource_type_opt_in_preference: { DynamoDB: true, RDS } });
  expect(judged('aws_backup_region_settings', region(true), region(false))).toEqual([
    'retention-shortened: no longer backs up anything of RDS',
  ]);
  expect(judged('aws_backup_region_settings', region(false), region(true))).toEqual([]);
});
