import type { Change } from '../change';
import { another, fewer, lost, more, ranked, switchedOff } from '../setting/order';
import type { Setting } from '../setting/setting';
import { fromTo } from '../setting/shown';
import { at, list, type Value } from '../value';

const ORGANIZATION_RULES = [
  'aws_config_organization_conformance_pack',
  'aws_config_organization_custom_policy_rule',
  'aws_config_organization_custom_rule',
  'aws_config_organization_managed_rule',
];

const newAccounts = (was: Value, will: Value) => `watches accounts less by itself: ${fromTo(was, will)}`;

const settings = (
  type: string,
  paths: readonly string[],
  rest: Pick<Setting, 'isWeaker' | 'says'>,
): Setting[] => paths.map((path) => ({ types: [type], path, ...rest }));

/** What looks for intruders, weaknesses and breaches of rules, in one account or in all of an organization. */
export const WATCHERS: readonly Setting[] = [
  {
    types: ['aws_guardduty_organization_configuration'],
    path: 'auto_enable_organization_members',
    isWeaker: ranked('NONE', 'NEW', 'ALL'),
    says: newAccounts,
  },
  {
    types: ['aws_guardduty_organization_configuration_feature'],
    path: 'auto_enable',
    isWeaker: ranked('NONE', 'NEW', 'ALL'),
    says: newAccounts,
  },
  {
    types: [
      'aws_detective_organization_configuration',
      'aws_guardduty_organization_configuration',
      'aws_macie2_organization_configuration',
      'aws_securityhub_organization_configuration',
    ],
    path: 'auto_enable',
    isWeaker: switchedOff,
    says: 'no longer watches new accounts by itself',
  },
  ...settings(
    'aws_inspector2_organization_configuration',
    ['ec2', 'ecr', 'lambda', 'lambda_code'].map((what) => `auto_enable.0.${what}`),
    { isWeaker: switchedOff, says: 'no longer looks for known weaknesses in new accounts by itself' },
  ),
  {
    types: ['aws_guardduty_member_detector_feature'],
    path: 'status',
    isWeaker: switchedOff,
    says: 'no longer looks for intruders there',
  },
  {
    types: ['aws_guardduty_threatintelset'],
    path: 'activate',
    isWeaker: switchedOff,
    says: 'no longer counts when intruders are looked for',
  },
  {
    types: ['aws_securityhub_organization_configuration'],
    path: 'auto_enable_standards',
    isWeaker: lost('DEFAULT'),
    says: 'checks new accounts by no standard',
  },
  {
    types: ['aws_securityhub_organization_configuration'],
    path: 'organization_configuration.0.configuration_type',
    isWeaker: lost('CENTRAL'),
    says: 'leaves to each account what is checked',
  },
  {
    types: ['aws_securityhub_account'],
    path: 'auto_enable_controls',
    isWeaker: switchedOff,
    says: 'no longer takes in new checks by itself',
  },
  {
    types: ['aws_securityhub_configuration_policy'],
    path: 'configuration_policy.0.service_enabled',
    isWeaker: switchedOff,
    says: 'no longer checks the accounts that it is for',
  },
  {
    types: ['aws_securityhub_configuration_policy'],
    path: 'configuration_policy.0.enabled_standard_arns',
    isWeaker: fewer,
    says: (was, will) => `checks by fewer standards: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_securityhub_configuration_policy'],
    path: 'configuration_policy.0.security_controls_configuration.0.disabled_control_identifiers',
    isWeaker: more,
    says: (was, will) => `leaves out more checks: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_securityhub_configuration_policy'],
    path: 'configuration_policy.0.security_controls_configuration.0.enabled_control_identifiers',
    isWeaker: fewer,
    says: (was, will) => `checks less: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_securityhub_finding_aggregator'],
    path: 'linking_mode',
    isWeaker: ranked('NO_REGIONS', 'SPECIFIED_REGIONS', 'ALL_REGIONS_EXCEPT_SPECIFIED', 'ALL_REGIONS'),
    says: (was, will) => `gathers findings of fewer regions: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_macie2_account'],
    path: 'status',
    isWeaker: lost('ENABLED'),
    says: 'no longer looks for data that should not be there',
  },
  {
    types: ['aws_macie2_classification_job'],
    path: 'job_status',
    isWeaker: lost('RUNNING', 'IDLE'),
    says: (was, will) => `no longer looks for data that should not be there: ${fromTo(was, will)}`,
  },
  {
    types: ORGANIZATION_RULES,
    path: 'excluded_accounts',
    isWeaker: more,
    says: (was, will) => `leaves out more accounts: ${fromTo(was, will)}`,
  },
  ...['account_aggregation_source', 'organization_aggregation_source'].flatMap((source) => [
    {
      types: ['aws_config_configuration_aggregator'],
      path: `${source}.0.all_regions`,
      isWeaker: switchedOff,
      says: 'no longer gathers changes of all regions',
    },
    {
      types: ['aws_config_configuration_aggregator'],
      path: `${source}.0.account_ids`,
      isWeaker: fewer,
      says: 'gathers changes of fewer accounts',
    },
  ]),
  {
    types: ['aws_config_remediation_configuration'],
    path: 'automatic',
    isWeaker: switchedOff,
    says: 'no longer puts right by itself what its rule finds',
  },
  {
    types: ['aws_fms_policy'],
    path: 'remediation_enabled',
    isWeaker: switchedOff,
    says: 'no longer puts right by itself what it finds',
  },
  ...settings('aws_fms_policy', ['exclude_map.0.account', 'exclude_map.0.orgunit'], {
    isWeaker: more,
    says: 'leaves out more accounts',
  }),
  ...settings('aws_fms_policy', ['include_map.0.account', 'include_map.0.orgunit'], {
    isWeaker: (was, will) => list(was).length > 0 && list(will).length > 0 && fewer(was, will),
    says: 'is for fewer accounts',
  }),
  {
    types: ['aws_config_delivery_channel'],
    path: 's3_bucket_name',
    isWeaker: another,
    says: (was, will) => `writes to another bucket: ${fromTo(was, will)}`,
  },
];

/** What keeps findings from those who would look at them, and by which attributes it chooses them. */
const HIDES: Readonly<Record<string, { readonly by: string; readonly does: (after: Value) => boolean }>> = {
  aws_accessanalyzer_archive_rule: { by: 'filter', does: () => true },
  aws_guardduty_filter: { by: 'finding_criteria', does: (after) => at(after, 'action') === 'ARCHIVE' },
  // Of the addresses in it there are no findings.
  aws_guardduty_ipset: { by: 'location', does: (after) => at(after, 'activate') === true },
  aws_inspector2_filter: { by: 'filter_criteria', does: (after) => at(after, 'action') === 'SUPPRESS' },
  aws_macie2_findings_filter: { by: 'finding_criteria', does: (after) => at(after, 'action') === 'ARCHIVE' },
  aws_securityhub_automation_rule: {
    by: 'criteria',
    does: (after) =>
      at(after, 'rule_status') !== 'DISABLED' &&
      list(at(after, 'actions')).some((one) =>
        list(at(one, 'finding_fields_update')).some((fields) =>
          ['SUPPRESSED', 'RESOLVED'].includes(`${at(fields, 'workflow.0.status')}`),
        ),
      ),
  },
};

/** Why findings are seen no more. */
export function findingsHidden(change: Change): string | undefined {
  const { by, does } = (Object.hasOwn(HIDES, change.type) && HIDES[change.type]) || {};
  if (!by || !does || !['create', 'update', 'replace'].includes(change.action)) return undefined;
  const isAsBefore = change.stays && does(change.before) && !change.changes(by);
  if (isAsBefore || !does(change.after)) return undefined;
  return change.type === 'aws_guardduty_filter'
    ? 'hides findings of intruders'
    : 'hides findings from those who would look at them';
}
