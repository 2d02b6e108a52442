import { arn } from '../../../constructs/core/arn';
import { described, type Find, listed, named } from './finder';
import type { Sought } from './sought';
import type { Surroundings } from './surroundings';

/** What AWS calls it, by its own name. */
const ownArn = (service: string, prefix: string) => (sought: Sought, account: Surroundings) =>
  arn({ region: account.region, account: account.id }, service, `${prefix}${sought.must('name')}`);

const topic = ownArn('sns', '');

/** Alarms of both kinds share one room of names. */
const alarm = named(
  'alarm_name',
  ['cloudwatch', 'describe-alarms', '--alarm-types', 'MetricAlarm', 'CompositeAlarm'],
  '[MetricAlarms,CompositeAlarms][].AlarmName',
);

/** What is in a cluster. */
const ofCluster = (call: string) => (sought: Sought) => [
  ...['eks', call, '--cluster-name', sought.within('cluster_name')],
];

/** Databases, caches, the cluster, logs and alarms: named by us, each by a name that nothing else of its type has. */
export const SERVICES: Readonly<Record<string, Find>> = {
  aws_accessanalyzer_analyzer: named(
    'analyzer_name',
    ['accessanalyzer', 'list-analyzers'],
    'analyzers[].name',
  ),
  aws_autoscaling_group: named(
    'name',
    ['autoscaling', 'describe-auto-scaling-groups'],
    'AutoScalingGroups[].AutoScalingGroupName',
  ),
  aws_backup_plan: listed({
    by: ['name'],
    list: ['backup', 'list-backup-plans'],
    rows: 'BackupPlansList[].[BackupPlanName,BackupPlanId]',
  }),
  aws_backup_selection: listed({
    by: ['name'],
    list: (sought) => ['backup', 'list-backup-selections', '--backup-plan-id', sought.within('plan_id')],
    rows: 'BackupSelectionsList[].[SelectionName,SelectionId]',
    id: (sought, selection) => `${sought.must('plan_id')}|${selection}`,
  }),
  aws_backup_vault: named('name', ['backup', 'list-backup-vaults'], 'BackupVaultList[].BackupVaultName'),
  aws_budgets_budget: listed({
    by: ['name'],
    list: (_, account) => ['budgets', 'describe-budgets', '--account-id', account.id],
    rows: 'Budgets[].[BudgetName]',
    id: (_, name, account) => `${account.id}:${name}`,
  }),
  aws_cloudtrail: described(
    (sought) => ['cloudtrail', 'get-trail', '--name', sought.must('name')],
    (_planned, _account, { Trail }: { Trail: { TrailARN: string } }) => Trail.TrailARN,
  ),
  aws_cloudwatch_composite_alarm: alarm,
  aws_cloudwatch_dashboard: named(
    'dashboard_name',
    ['cloudwatch', 'list-dashboards'],
    'DashboardEntries[].DashboardName',
  ),
  aws_cloudwatch_log_group: listed({
    by: ['name'],
    list: ['logs', 'describe-log-groups'],
    rows: 'logGroups[].[logGroupName]',
  }),
  aws_cloudwatch_log_metric_filter: listed({
    by: ['log_group_name', 'name'],
    list: ['logs', 'describe-metric-filters'],
    rows: 'metricFilters[].[logGroupName,filterName]',
    id: (sought, name) => `${sought.must('log_group_name')}:${name}`,
  }),
  aws_cloudwatch_log_resource_policy: named(
    'policy_name',
    ['logs', 'describe-resource-policies'],
    'resourcePolicies[].policyName',
  ),
  aws_cloudwatch_log_stream: listed({
    by: ['name'],
    list: (sought) => [
      ...['logs', 'describe-log-streams', '--log-group-name', sought.within('log_group_name')],
      ...['--log-stream-name-prefix', sought.must('name')],
    ],
    rows: 'logStreams[].[logStreamName]',
    id: (sought, name) => `${sought.must('log_group_name')}:${name}`,
  }),
  aws_cloudwatch_metric_alarm: alarm,
  aws_db_instance: named(
    'identifier',
    ['rds', 'describe-db-instances'],
    'DBInstances[].DBInstanceIdentifier',
  ),
  aws_db_parameter_group: named(
    'name',
    ['rds', 'describe-db-parameter-groups'],
    'DBParameterGroups[].DBParameterGroupName',
  ),
  aws_db_subnet_group: named(
    'name',
    ['rds', 'describe-db-subnet-groups'],
    'DBSubnetGroups[].DBSubnetGroupName',
  ),
  aws_ecr_repository: named('name', ['ecr', 'describe-repositories'], 'repositories[].repositoryName'),
  aws_eks_access_entry: listed({
    by: ['principal_arn'],
    list: ofCluster('list-access-entries'),
    rows: 'accessEntries[].[@]',
    id: (sought, principal) => `${sought.must('cluster_name')}:${principal}`,
  }),
  aws_eks_access_policy_association: listed({
    by: ['policy_arn'],
    list: (sought) => [
      ...ofCluster('list-associated-access-policies')(sought),
      ...['--principal-arn', sought.within('principal_arn')],
    ],
    rows: 'associatedAccessPolicies[].[policyArn]',
    id: (sought, policy) => `${sought.must('cluster_name')}#${sought.must('principal_arn')}#${policy}`,
  }),
  aws_eks_addon: listed({
    by: ['addon_name'],
    list: ofCluster('list-addons'),
    rows: 'addons[].[@]',
    id: (sought, name) => `${sought.must('cluster_name')}:${name}`,
  }),
  aws_eks_cluster: named('name', ['eks', 'list-clusters'], 'clusters[]'),
  aws_eks_pod_identity_association: listed({
    by: ['namespace', 'service_account'],
    list: ofCluster('list-pod-identity-associations'),
    rows: 'associations[].[namespace,serviceAccount,associationId]',
    id: (sought, id) => `${sought.must('cluster_name')},${id}`,
  }),
  aws_elasticache_cluster: named(
    'cluster_id',
    ['elasticache', 'describe-cache-clusters'],
    'CacheClusters[].CacheClusterId',
  ),
  aws_elasticache_parameter_group: named(
    'name',
    ['elasticache', 'describe-cache-parameter-groups'],
    'CacheParameterGroups[].CacheParameterGroupName',
  ),
  aws_elasticache_replication_group: named(
    'replication_group_id',
    ['elasticache', 'describe-replication-groups'],
    'ReplicationGroups[].ReplicationGroupId',
  ),
  aws_elasticache_subnet_group: named(
    'name',
    ['elasticache', 'describe-cache-subnet-groups'],
    'CacheSubnetGroups[].CacheSubnetGroupName',
  ),
  aws_elasticache_user: named('user_id', ['elasticache', 'describe-users'], 'Users[].UserId'),
  aws_elasticache_user_group: named(
    'user_group_id',
    ['elasticache', 'describe-user-groups'],
    'UserGroups[].UserGroupId',
  ),
  aws_elasticache_user_group_association: listed({
    by: ['user_id'],
    list: (sought) => [
      ...['elasticache', 'describe-user-groups', '--user-group-id', sought.within('user_group_id')],
    ],
    rows: 'UserGroups[].UserIds[].[@]',
    id: (sought, user) => `${sought.must('user_group_id')},${user}`,
  }),
  aws_kinesis_firehose_delivery_stream: described(
    (sought) => ['firehose', 'describe-delivery-stream', '--delivery-stream-name', sought.must('name')],
    ownArn('firehose', 'deliverystream/'),
    (id) => ({ arn: id }),
  ),
  aws_kinesis_stream: listed({
    by: ['name'],
    list: ['kinesis', 'list-streams'],
    rows: 'StreamNames[].[@]',
  }),
  aws_lambda_function: described(
    (sought) => ['lambda', 'get-function-configuration', '--function-name', sought.must('function_name')],
    (sought) => sought.must('function_name'),
  ),
  aws_lambda_permission: described(
    (sought) => ['lambda', 'get-policy', '--function-name', sought.within('function_name')],
    (sought, _, { Policy }: { Policy: string }) => {
      const { Statement } = JSON.parse(Policy) as { Statement: { Sid: string }[] };
      const sid = sought.must('statement_id');
      return Statement.some(({ Sid }) => Sid === sid) ? `${sought.must('function_name')}/${sid}` : undefined;
    },
  ),
  aws_s3_bucket: described(
    (sought) => ['s3api', 'head-bucket', '--bucket', sought.must('bucket')],
    (sought) => sought.must('bucket'),
  ),
  aws_sqs_queue: described(
    (sought) => ['sqs', 'get-queue-url', '--queue-name', sought.must('name')],
    (_planned, _account, { QueueUrl }: { QueueUrl: string }) => QueueUrl,
  ),
  aws_sns_topic: described(
    (sought, account) => ['sns', 'get-topic-attributes', '--topic-arn', topic(sought, account)],
    topic,
    (id) => ({ arn: id }),
  ),
};
