import type { ResourceChange } from '../../plan/change';
import { entry, found } from './made';

// What Terraform writes of an organization and of what watches its accounts, which no emulated AWS has: provider
// hashicorp/aws 5.100.0.

const changed = (type: string, before: object, after: object) => found(entry(`${type}.it`, before, after));
const made = (type: string, after: object) => found(entry(`${type}.it`, null, after));
const replaced = (type: string, before: object, after: object, ...more: ResourceChange[]) =>
  found(entry(`${type}.it`, before, after, { actions: ['delete', 'create'] }), ...more);

describe('a policy that no longer holds an account', () => {
  const attachment = { policy_id: 'p-deny', target_id: '111111111111' };
  const type = 'aws_organizations_policy_attachment';
  const allowed = 'what it forbade is allowed';

  test.each([
    ['as another policy is put there', { ...attachment, policy_id: 'p-other' }, 'policy_id p-deny → p-other'],
    [
      'as it is put to another account',
      { ...attachment, target_id: '222222222222' },
      'target_id 111111111111 → 222222222222',
    ],
  ])('%s', (_, after, what) => {
    expect(replaced(type, attachment, after)).toEqual([
      `safeguard-removed: ${type}.it is replaced by another (${what}): ${allowed}`,
    ]);
  });
  // The account keeps its policy, under another address of the code.
  test('another one puts it there: nothing is lost', () => {
    expect(
      replaced(type, attachment, { ...attachment, target_id: '2' }, entry(`${type}.new`, null, attachment)),
    ).toEqual([]);
  });
  test.each([
    ['another one that is new', [], 1],
    // Its content is judged by itself.
    [
      'itself, made anew',
      [
        entry(
          'aws_organizations_policy.it',
          { id: 'p-deny' },
          { content: '{}' },
          {
            actions: ['delete', 'create'],
          },
        ),
      ],
      0,
    ],
  ])('a policy that has no id yet is %s', (_, others, count) => {
    const { policy_id: _was, ...after } = attachment;
    const moved = entry(`${type}.it`, attachment, after, {
      actions: ['delete', 'create'],
      after_unknown: { policy_id: true },
      replace_paths: [['policy_id']],
    });
    expect(found(moved, ...others).filter((text) => text.startsWith('safeguard-removed'))).toHaveLength(
      count,
    );
  });
  // Nothing that says what it holds changes.
  test('a safeguard that is replaced for another reason stays what it is', () => {
    expect(
      replaced(type, { ...attachment, skip_destroy: false }, { ...attachment, skip_destroy: true }),
    ).toEqual([]);
  });
});

test.each([
  ['aws_shield_protection', { resource_arn: 'arn:a' }, { resource_arn: 'arn:b' }],
  ['aws_securityhub_standards_subscription', { standards_arn: 'arn:a' }, { standards_arn: 'arn:b' }],
  [
    'aws_controltower_control',
    { control_identifier: 'a', target_identifier: 'x' },
    { control_identifier: 'b', target_identifier: 'x' },
  ],
])('%s that is put to something else', (type, before, after) => {
  expect(replaced(type, before, after)).toEqual([
    expect.stringMatching(/^safeguard-removed: .* is replaced by another \(/),
  ]);
});

test.each<[string, object, object, string]>([
  [
    'aws_organizations_organization',
    { enabled_policy_types: ['SERVICE_CONTROL_POLICY', 'TAG_POLICY'] },
    { enabled_policy_types: ['TAG_POLICY'] },
    'switches policies off for all accounts: ["SERVICE_CONTROL_POLICY","TAG_POLICY"] → ["TAG_POLICY"]',
  ],
  [
    'aws_organizations_account',
    { parent_id: 'ou-1' },
    { parent_id: 'r-1' },
    'moves to where other policies hold it: ou-1 → r-1',
  ],
  [
    'aws_iam_organizations_features',
    { enabled_features: ['RootCredentialsManagement', 'RootSessions'] },
    { enabled_features: ['RootSessions'] },
    'looks after the roots of accounts less: ["RootCredentialsManagement","RootSessions"] → ["RootSessions"]',
  ],
])('an organization holds its accounts less: %s', (type, before, after, text) => {
  expect(changed(type, before, after)).toEqual([`boundary-removed: ${type}.it ${text}`]);
  // The other way round, it holds them more, or holds more of them.
  if (type !== 'aws_organizations_account') expect(changed(type, after, before)).toEqual([]);
});

const declared = (state: string, more: object = {}) => ({
  type: 'DECLARATIVE_POLICY_EC2',
  content: JSON.stringify({ ec2: { image_block_public_access: { state: { '@@assign': state } }, ...more } }),
});
test.each<[string, object, object, string[]]>([
  [
    'of how servers may be',
    declared('block_new_sharing'),
    declared('unblocked'),
    ['ec2.image_block_public_access.state.@@assign block_new_sharing → unblocked'],
  ],
  [
    'of backups',
    { type: 'BACKUP_POLICY', content: '{"plans":{"daily":{"keep":35}}}' },
    { type: 'BACKUP_POLICY', content: '{"plans":{}}' },
    ['plans.daily.keep 35 → none'],
  ],
  // It says the same, and more.
  ['of more than before', declared('a'), declared('a', { serial: 'off' }), []],
  // Tags are names; who may do what by them is said elsewhere.
  [
    'of tags',
    { type: 'TAG_POLICY', content: '{"tags":{"a":{}}}' },
    { type: 'TAG_POLICY', content: '{"tags":{}}' },
    [],
  ],
])('a policy for all accounts %s', (_, before, after, says) => {
  expect(changed('aws_organizations_policy', before, after)).toEqual(
    says.map(
      (text) => `boundary-removed: aws_organizations_policy.it says otherwise for all accounts: ${text}`,
    ),
  );
});

test.each<[string | null, string, string[]]>([
  ['PT1H', 'PT12H', ['1 → 12 h']],
  [null, 'PT1H30M', ['1 → 1.5 h']],
  ['PT12H', 'PT1H', []],
  ['PT60M', 'PT1H', []],
])('people stay signed in: %s → %s', (was, will, says) => {
  const set = (session_duration: string | null) => ({ name: 'admins', session_duration });
  expect(changed('aws_ssoadmin_permission_set', set(was), set(will))).toEqual(
    says.map(
      (text) => `trust-loosened: aws_ssoadmin_permission_set.it may be kept for longer at a time: ${text}`,
    ),
  );
});

test('a permission set that is limited by something else', () => {
  const type = 'aws_ssoadmin_permissions_boundary_attachment';
  const by = (name: string) => ({
    permission_set_arn: 'arn:x',
    permissions_boundary: [
      { managed_policy_arn: `arn:aws:iam::aws:policy/${name}`, customer_managed_policy_reference: [] },
    ],
  });
  expect(replaced(type, by('ReadOnlyAccess'), by('PowerUserAccess'))).toEqual([
    expect.stringMatching(
      /^boundary-removed: .* limits the permission set by something else: .*PowerUserAccess$/,
    ),
  ]);
});

const policy = (enabled: boolean, standards: string[], without: string[]) => ({
  configuration_policy: [
    {
      service_enabled: enabled,
      enabled_standard_arns: standards,
      security_controls_configuration: [{ disabled_control_identifiers: without }],
    },
  ],
});

test.each<[string, object, object]>([
  [
    'aws_guardduty_organization_configuration',
    { auto_enable_organization_members: 'ALL' },
    { auto_enable_organization_members: 'NEW' },
  ],
  ['aws_guardduty_organization_configuration_feature', { auto_enable: 'NEW' }, { auto_enable: 'NONE' }],
  ['aws_guardduty_member_detector_feature', { status: 'ENABLED' }, { status: 'DISABLED' }],
  ['aws_guardduty_threatintelset', { activate: true }, { activate: false }],
  ['aws_securityhub_organization_configuration', { auto_enable: true }, { auto_enable: false }],
  [
    'aws_securityhub_organization_configuration',
    { auto_enable_standards: 'DEFAULT' },
    { auto_enable_standards: 'NONE' },
  ],
  ['aws_securityhub_account', { auto_enable_controls: true }, { auto_enable_controls: false }],
  ['aws_securityhub_configuration_policy', policy(true, ['a'], []), policy(false, ['a'], [])],
  ['aws_securityhub_configuration_policy', policy(true, ['a', 'b'], []), policy(true, ['b'], [])],
  ['aws_securityhub_configuration_policy', policy(true, ['a'], ['x']), policy(true, ['a'], ['x', 'y'])],
  [
    'aws_securityhub_finding_aggregator',
    { linking_mode: 'ALL_REGIONS' },
    { linking_mode: 'SPECIFIED_REGIONS' },
  ],
  ['aws_macie2_account', { status: 'ENABLED' }, { status: 'PAUSED' }],
  ['aws_macie2_organization_configuration', { auto_enable: true }, { auto_enable: false }],
  [
    'aws_inspector2_organization_configuration',
    { auto_enable: [{ ec2: true, ecr: true }] },
    { auto_enable: [{ ec2: true, ecr: false }] },
  ],
  ['aws_detective_organization_configuration', { auto_enable: true }, { auto_enable: false }],
  ['aws_config_organization_managed_rule', { excluded_accounts: [] }, { excluded_accounts: ['1'] }],
  [
    'aws_config_configuration_aggregator',
    { account_aggregation_source: [{ account_ids: ['1', '2'] }] },
    { account_aggregation_source: [{ account_ids: ['1'] }] },
  ],
  ['aws_config_remediation_configuration', { automatic: true }, { automatic: false }],
  ['aws_fms_policy', { remediation_enabled: true }, { remediation_enabled: false }],
  ['aws_fms_policy', { exclude_map: [] }, { exclude_map: [{ account: ['1'] }] }],
])('what watches accounts watches less: %s %j → %j', (type, before, after) => {
  expect(changed(type, before, after)).toEqual([expect.stringMatching(new RegExp(`^audit-off: ${type}`))]);
  // More is watched.
  expect(changed(type, after, before)).toEqual([]);
});

test.each<[string, object]>([
  ['aws_guardduty_filter', { action: 'ARCHIVE' }],
  ['aws_macie2_findings_filter', { action: 'ARCHIVE' }],
  ['aws_inspector2_filter', { action: 'SUPPRESS' }],
  ['aws_accessanalyzer_archive_rule', { filter: [{ criteria: 'isPublic', eq: ['true'] }] }],
  [
    'aws_securityhub_automation_rule',
    {
      rule_status: 'ENABLED',
      actions: [{ finding_fields_update: [{ workflow: [{ status: 'SUPPRESSED' }] }] }],
    },
  ],
])('findings are hidden: %s', (type, after) => {
  expect(made(type, after)).toEqual([expect.stringMatching(/^audit-off: .* hides findings/)]);
  expect(changed(type, { ...after, description: 'a' }, { ...after, description: 'b' })).toEqual([]);
});
test.each([
  // It only sorts what is shown.
  ['aws_macie2_findings_filter', { action: 'NOOP' }],
  ['aws_inspector2_filter', { action: 'NONE' }],
  [
    'aws_securityhub_automation_rule',
    { actions: [{ finding_fields_update: [{ severity: [{ label: 'HIGH' }], workflow: [] }] }] },
  ],
])('findings are seen as before: %s', (type, after) => {
  expect(made(type, after)).toEqual([]);
});

test.each<[string, object, object, string]>([
  [
    'aws_iam_account_password_policy',
    { max_password_age: 90 },
    { max_password_age: 0 },
    'public-access: .* lets passwords live longer: max_password_age 90 → 0 days',
  ],
  [
    'aws_ebs_default_kms_key',
    { key_arn: 'arn:aws:kms:eu-central-1:1:key/own' },
    { key_arn: 'arn:aws:kms:eu-central-1:1:alias/aws/ebs' },
    'encryption-weakened: .* encrypts new volumes by a key of AWS: ',
  ],
  [
    'aws_ec2_serial_console_access',
    { enabled: false },
    { enabled: true },
    'public-access: .* by their serial port',
  ],
])('what holds for an account gets weaker: %s', (type, before, after, text) => {
  expect(changed(type, before, after)).toEqual([expect.stringMatching(new RegExp(`^${text}`))]);
  expect(changed(type, after, before)).toEqual([]);
});

test('a network that the block of the internet does not hold', () => {
  const type = 'aws_vpc_block_public_access_exclusion';
  expect(made(type, { vpc_id: 'vpc-1', internet_gateway_exclusion_mode: 'allow-egress' })).toEqual([
    expect.stringMatching(
      /^public-access: .* lets a network past the block of the internet: none → allow-egress$/,
    ),
  ]);
});
