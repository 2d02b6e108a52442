import { recordsElsewhere } from '../audit/elsewhere';
import { parametersOff } from '../audit/parameters';
import { sessionsUnrecorded } from '../audit/sessions';
import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import { sendsLess } from '../kubernetes/senders';
import { AUDIT_OBJECTS } from '../kubernetes/settings/exposure';
import { weakerObjects } from '../kubernetes/settings/object-setting';
import { type Guard, guardGone, ofBucket } from '../setting/guard';
import { AUDIT_NAMES } from '../setting/names/audit';
import { another, fewer, higher, isSet, lost, more, ranked, switchedOff, taken } from '../setting/order';
import { isOff, type Setting } from '../setting/setting';
import { fromTo } from '../setting/shown';
import { weakening } from '../setting/weakening';
import { at, canonical, list, Mark, texts, type Value } from '../value';
import { findingsHidden, WATCHERS } from './watchers';

export const SETTINGS: readonly Setting[] = [
  {
    types: ['aws_cloudtrail'],
    path: 'enable_logging',
    isWeaker: switchedOff,
    isBad: isOff,
    says: 'no longer records who does what',
  },
  {
    types: ['aws_cloudtrail'],
    path: 'is_multi_region_trail',
    isWeaker: switchedOff,
    says: 'no longer records what is done in other regions',
  },
  {
    types: ['aws_cloudtrail'],
    path: 'include_global_service_events',
    isWeaker: switchedOff,
    says: 'no longer records what is done with roles and users',
  },
  {
    types: ['aws_cloudtrail'],
    path: 'enable_log_file_validation',
    isWeaker: switchedOff,
    isBad: isOff,
    says: 'can be changed afterwards without a trace',
  },
  {
    types: ['aws_eks_cluster'],
    path: 'enabled_cluster_log_types',
    isWeaker: fewer,
    says: 'logs less of what its API is asked',
  },
  {
    types: ['aws_db_instance', 'aws_rds_cluster'],
    path: 'enabled_cloudwatch_logs_exports',
    isWeaker: fewer,
    says: 'sends fewer of its logs to CloudWatch',
  },
  {
    types: ['aws_lb'],
    path: 'access_logs.0.enabled',
    isWeaker: switchedOff,
    says: 'no longer logs its requests',
  },
  {
    types: ['aws_lb'],
    path: 'access_logs',
    isWeaker: taken,
    says: 'no longer logs its requests',
  },
  {
    types: ['aws_ecr_repository'],
    path: 'image_scanning_configuration.0.scan_on_push',
    isWeaker: switchedOff,
    says: 'no longer scans its images',
  },
  {
    types: ['aws_guardduty_detector'],
    path: 'enable',
    isWeaker: switchedOff,
    says: 'no longer looks for intruders',
  },
  {
    types: ['aws_guardduty_detector'],
    path: 'finding_publishing_frequency',
    isWeaker: ranked('SIX_HOURS', 'ONE_HOUR', 'FIFTEEN_MINUTES'),
    says: (was, will) => `tells later of intruders: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_guardduty_detector_feature'],
    path: 'status',
    isWeaker: switchedOff,
    says: 'no longer looks for intruders there',
  },
  {
    types: ['aws_config_config_rule'],
    path: 'scope.0.compliance_resource_types',
    isWeaker: fewer,
    says: (was, will) => `checks fewer types of resources: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_flow_log'],
    path: 'traffic_type',
    isWeaker: lost('ALL'),
    says: (was, will) => `records fewer connections: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_flow_log'],
    path: 'max_aggregation_interval',
    absent: 600,
    isWeaker: higher,
    says: (was, will) => `records connections less exactly: ${fromTo(was, will)} seconds`,
  },
  {
    types: ['aws_cloudtrail'],
    path: 'cloud_watch_logs_group_arn',
    isWeaker: taken,
    says: 'no longer sends what it records to CloudWatch',
  },
  {
    types: ['aws_cloudtrail'],
    path: 'is_organization_trail',
    isWeaker: switchedOff,
    says: 'no longer records the other accounts',
  },
  {
    types: ['aws_cloudtrail'],
    path: 'insight_selector',
    isWeaker: taken,
    says: 'no longer looks for what is unusual',
  },
  {
    types: ['aws_config_configuration_recorder_status'],
    path: 'is_enabled',
    isWeaker: switchedOff,
    isBad: isOff,
    says: 'no longer records changes of resources',
  },
  {
    types: ['aws_config_configuration_recorder'],
    path: 'recording_group.0.all_supported',
    isWeaker: switchedOff,
    says: 'no longer records changes of every type of resource',
  },
  {
    types: ['aws_config_configuration_recorder'],
    path: 'recording_group.0.include_global_resource_types',
    isWeaker: switchedOff,
    says: 'no longer records changes of roles and users',
  },
  {
    types: ['aws_config_configuration_recorder'],
    path: 'recording_group.0.resource_types',
    isWeaker: fewer,
    unless: (recorder) => at(recorder, 'recording_group.0.all_supported') === true,
    says: 'records changes of fewer types of resources',
  },
  {
    types: ['aws_config_configuration_recorder'],
    path: 'recording_mode.0.recording_frequency',
    isWeaker: lost('CONTINUOUS'),
    says: (was, will) => `records changes more seldom: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_inspector2_enabler'],
    path: 'resource_types',
    isWeaker: fewer,
    says: (was, will) => `looks for known weaknesses in less: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_ecr_registry_scanning_configuration'],
    path: 'scan_type',
    isWeaker: ranked('BASIC', 'ENHANCED'),
    says: (was, will) => `scans images less: ${fromTo(was, will)}`,
  },
  {
    types: ['aws_securityhub_standards_control', 'aws_securityhub_standards_control_association'],
    path: 'control_status',
    isWeaker: lost('ENABLED'),
    isBad: (value) => value === 'DISABLED',
    says: 'is no longer checked',
  },
  {
    types: ['aws_cloudwatch_log_subscription_filter'],
    path: 'filter_pattern',
    isWeaker: (was, will) => isSet(will) && was !== will,
    says: (was, will) => `sends on fewer of the logs, or others: ${fromTo(isSet(was) ? was : 'all', will)}`,
  },
  {
    types: ['aws_cloudwatch_log_subscription_filter'],
    path: 'destination_arn',
    isWeaker: (was, will) => another(was, will) && !(will instanceof Mark),
    says: (was, will) => `sends the logs elsewhere: ${fromTo(was, will)}`,
  },
];

const VPC = { vpc_id: ['aws_vpc'] } as const;

const RECORDERS: Readonly<Record<string, Guard>> = {
  aws_cloudwatch_log_subscription_filter: {
    of: { log_group_name: ['aws_cloudwatch_log_group'] },
    lost: 'the logs no longer reach the archive',
    sameIn: ['log_group_name', 'destination_arn', 'filter_pattern'],
  },
  aws_config_configuration_recorder: { of: {}, lost: 'changes of resources are no longer recorded' },
  aws_flow_log: {
    of: {
      ...VPC,
      subnet_id: ['aws_subnet'],
      eni_id: ['aws_network_interface'],
      transit_gateway_id: ['aws_ec2_transit_gateway'],
    },
    lost: 'connections are no longer recorded',
    sameIn: ['vpc_id', 'subnet_id', 'eni_id', 'transit_gateway_id', 'traffic_type'],
  },
  aws_guardduty_detector: { of: {}, lost: 'nobody looks for intruders' },
  aws_s3_bucket_logging: { of: ofBucket, lost: 'access to the bucket is no longer recorded' },
  aws_wafv2_web_acl_logging_configuration: {
    of: { resource_arn: ['aws_wafv2_web_acl'] },
    lost: 'refused requests are no longer recorded',
  },
};

const weaker = weakening([...SETTINGS, ...WATCHERS], AUDIT_NAMES);

export const auditOff: Rule = {
  id: 'audit-off',
  kind: 'exposure',
  finds: 'the trail, flow logs, access logs or another record of what happens ends or gets less',
  judge: (change, plan) =>
    allOf(
      guardGone(change, plan, RECORDERS),
      weaker(change, plan),
      trailNarrowed(change),
      findingsHidden(change),
      recordsElsewhere(change),
      parametersOff(change),
      sessionsUnrecorded(change),
      weakerObjects(change, plan, AUDIT_OBJECTS),
      sendsLess(change, plan).lost,
    ),
};

/** What of the doings in an account a trail is about. */
function trailNarrowed(change: Change): string | undefined {
  if (change.type !== 'aws_cloudtrail' || !change.stays) return undefined;
  const selected = (side: Value) => list(at(side, 'event_selector'));
  const [was, will] = [selected(change.before), selected(change.after)];
  const advanced = ['before', 'after'].map((side) =>
    list(at(change[side as 'before' | 'after'], 'advanced_event_selector')).map(canonical),
  );
  const lostAdvanced = advanced[0]!.filter((one) => !advanced[1]!.includes(one));
  const found = [
    // Without a selector, a trail records what is done, and nothing that is done with data.
    ...(was.some(isManaged) || was.length === 0
      ? will.length > 0 && !will.some(isManaged)
        ? ['what is done']
        : []
      : []),
    ...(fewer(was.flatMap(data), will.flatMap(data)) ? ['what is done with data'] : []),
    ...(was.length > 0 &&
    more(
      was.flatMap((one) => list(at(one, 'exclude_management_event_sources'))),
      will.flatMap((one) => list(at(one, 'exclude_management_event_sources'))),
    )
      ? ['what is done with keys']
      : []),
    ...(lostAdvanced.length > 0 ? ['what it selected'] : []),
  ];
  return found.length > 0 ? `no longer records all of ${found.join(', ')}` : undefined;
}

function isManaged(selector: Value): boolean {
  const type = at(selector, 'read_write_type') ?? 'All';
  return at(selector, 'include_management_events') !== false && type === 'All';
}

function data(selector: Value): string[] {
  return list(at(selector, 'data_resource')).flatMap((one) =>
    texts(at(one, 'values')).map(
      (value) => `${at(one, 'type')} ${value} ${at(selector, 'read_write_type') ?? 'All'}`,
    ),
  );
}
