import type { Rule } from '../finding';
import { fewer, isOff, type Setting, switchedOff, taken, weakened } from './setting';

const SETTINGS: readonly Setting[] = [
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
];

interface Recorder {
  /** What it records, by the attribute that names it: the types that this may be. */
  readonly of: Readonly<Record<string, readonly string[]>>;
  /** What is no longer recorded once it is gone. */
  readonly lost: string;
  /** Attributes of another one that records the same. Undefined: there is no other. */
  readonly sameIn?: readonly string[];
}

const RECORDERS: Readonly<Record<string, Recorder>> = {
  aws_cloudwatch_log_subscription_filter: {
    of: { log_group_name: ['aws_cloudwatch_log_group'] },
    lost: 'the logs no longer reach the archive',
  },
  aws_config_configuration_recorder: { of: {}, lost: 'changes of resources are no longer recorded' },
  aws_flow_log: {
    of: { vpc_id: ['aws_vpc'], subnet_id: ['aws_subnet'], eni_id: ['aws_network_interface'] },
    lost: 'connections are no longer recorded',
    sameIn: ['vpc_id', 'subnet_id', 'eni_id', 'traffic_type'],
  },
  aws_guardduty_detector: { of: {}, lost: 'nobody looks for intruders' },
  aws_s3_bucket_logging: {
    of: { bucket: ['aws_s3_bucket'] },
    lost: 'access to the bucket is no longer recorded',
  },
  aws_wafv2_web_acl_logging_configuration: {
    of: { resource_arn: ['aws_wafv2_web_acl'] },
    lost: 'refused requests are no longer recorded',
  },
};

export const auditOff: Rule = {
  id: 'audit-off',
  kind: 'exposure',
  finds: 'the trail, flow logs, access logs or another record of what happens ends or gets less',
  judge: (change, plan) => {
    const recorder = Object.hasOwn(RECORDERS, change.type) ? RECORDERS[change.type] : undefined;
    const isLost =
      change.action === 'delete' &&
      recorder &&
      !(recorder.sameIn && plan.keepsAnother(change, recorder.sameIn)) &&
      !Object.entries(recorder.of).some(([path, types]) => plan.deletes(change.was(path), ...types));
    return isLost ? `is deleted: ${recorder.lost}` : weakened(change, SETTINGS);
  },
};
