import { entry } from '../../made';
import { found, judged } from './judged';

test('snapshots and images for everybody, and for another account', () => {
  const shared = (...shared_accounts: string[]) => ({ shared_accounts });
  expect(judged('aws_db_snapshot', shared(), shared('all'))).toEqual([
    'public-access: is shared with everybody',
  ]);
  expect(judged('aws_db_snapshot', shared('1'), shared('1', '2'))).toEqual([
    'public-access: is shared with 2',
  ]);
  expect(judged('aws_db_snapshot', shared('1', '2'), shared('1'))).toEqual([]);
  expect(judged('aws_ami_launch_permission', null, { image_id: 'a', group: 'all' })).toHaveLength(1);
  expect(
    judged('aws_snapshot_create_volume_permission', null, { snapshot_id: 's', account_id: '2' }),
  ).toHaveLength(1);
  expect(judged('aws_ssm_document', {}, { permissions: { type: 'Share', account_ids: 'All' } })).toHaveLength(
    1,
  );
});

test('an access list that grants everybody', () => {
  const list = (uri: string) => ({
    bucket: 'b',
    access_control_policy: [{ grant: [{ permission: 'READ', grantee: [{ uri }] }] }],
  });
  const all = 'http://acs.amazonaws.com/groups/global/AllUsers';
  expect(judged('aws_s3_bucket_acl', null, list(all))).toEqual(['public-access: grants everybody READ']);
  expect(judged('aws_s3_bucket_acl', null, list('http://acs.amazonaws.com/groups/s3/LogDelivery'))).toEqual(
    [],
  );
});

test('what holds for the whole account', () => {
  expect(judged('aws_ebs_encryption_by_default', { enabled: true }, { enabled: false })).toHaveLength(1);
  expect(judged('aws_ebs_encryption_by_default', { enabled: true }, null)).toHaveLength(1);
  expect(
    judged('aws_ebs_snapshot_block_public_access', { state: 'block-all-sharing' }, { state: 'unblocked' }),
  ).toHaveLength(1);
  expect(judged('aws_ec2_image_block_public_access', null, { state: 'block-new-sharing' })).toEqual([]);
  expect(judged('aws_s3_account_public_access_block', { block_public_acls: true }, null)).toHaveLength(1);
  expect(judged('aws_iam_account_password_policy', { minimum_password_length: 14 }, null)).toHaveLength(1);
});

describe('users of a cache', () => {
  const user = (access_string: string, more: object = {}) => ({ user_id: 'u', access_string, ...more });
  const to = (before: string, after: string) => judged('aws_elasticache_user', user(before), user(after));

  test.each([
    ['on ~app:* +get', 'on ~* +get'],
    ['on ~app:* +get', 'on ~app:* +@all'],
    ['on ~app:* +@all -@dangerous', 'on ~app:* +@all'],
    ['off ~* +@all', 'on ~* +@all'],
    ['on ~app:* +get', 'on nopass ~app:* +get'],
  ])('%s → %s may do more', (before, after) => expect(to(before, after)).toHaveLength(1));

  test.each([
    ['on ~* +@all', 'on ~app:* +get'],
    ['on ~app:* +@all', 'on ~app:* +@all -@dangerous'],
    ['on ~* +@all', 'off ~* +@all'],
    ['on ~a +get', 'on +get ~a'],
  ])('%s → %s may do no more', (before, after) => expect(to(before, after)).toEqual([]));

  test('a new one', () => {
    expect(judged('aws_elasticache_user', null, user('on ~* +@all'))).toHaveLength(1);
    expect(judged('aws_elasticache_user', null, user('on ~app:* +@read'))).toEqual([]);
    expect(
      judged('aws_elasticache_user', null, user('on ~app:* +get', { no_password_required: true })),
    ).toHaveLength(1);
    // Nobody can come in.
    expect(
      judged('aws_elasticache_user', null, user('off ~* -@all', { no_password_required: true })),
    ).toEqual([]);
  });

  test('a group that lets in more', () => {
    const group = (...user_ids: string[]) => ({ user_group_id: 'g', user_ids });
    expect(judged('aws_elasticache_user_group', group('a'), group('a', 'default'))).toHaveLength(1);
    expect(judged('aws_elasticache_user_group', group('a', 'b'), group('a'))).toEqual([]);
    const made = entry('aws_elasticache_user.b', null, { ...user('on ~b:* +get'), user_id: 'b' });
    expect(found(made, entry('aws_elasticache_user_group.g', group('a'), group('a', 'b')))).toEqual([]);
  });
});

test('listeners without TLS', () => {
  const listener = (type: string, more: object = {}) => ({
    protocol: 'HTTP',
    default_action: [{ type, ...more }],
  });
  const redirect = listener('redirect', { redirect: [{ protocol: 'HTTPS' }] });
  expect(judged('aws_lb_listener', redirect, listener('forward'))).toHaveLength(1);
  expect(judged('aws_lb_listener', null, listener('forward'))).toHaveLength(1);
  expect(judged('aws_lb_listener', null, redirect)).toEqual([]);
  const plain = listener('redirect', { redirect: [{ protocol: 'HTTP' }] });
  expect(judged('aws_lb_listener', redirect, plain)).toHaveLength(1);
  expect(judged('aws_lb_target_group', { protocol: 'HTTPS' }, { protocol: 'HTTP' })).toHaveLength(1);
  expect(judged('aws_lb_target_group', { protocol: 'HTTP' }, { protocol: 'HTTPS' })).toEqual([]);
});

test('what a trail selects', () => {
  const trail = (...event_selector: object[]) => ({ name: 't', event_selector });
  const all = { read_write_type: 'All', include_management_events: true };
  expect(judged('aws_cloudtrail', trail(all), trail({ ...all, read_write_type: 'WriteOnly' }))).toHaveLength(
    1,
  );
  expect(judged('aws_cloudtrail', trail(), trail({ ...all, include_management_events: false }))).toHaveLength(
    1,
  );
  const data = { ...all, data_resource: [{ type: 'AWS::S3::Object', values: ['arn:aws:s3'] }] };
  expect(judged('aws_cloudtrail', trail(data), trail(all))).toHaveLength(1);
  expect(judged('aws_cloudtrail', trail(all), trail(data))).toEqual([]);
});
