import { anyRegionArn, arn } from '../core/arn';
import { type Naming, resourceName, resourcePath } from '../core/naming';
import type { Statement } from '../core/policy';
import { previewLogs } from '../preview/preview-logs';

/**
 * What whoever looks after the environment may look at: dashboards, alarms, metrics, logs, the cluster, and how its
 * servers are. Nothing is
 * taken from a managed policy, as AWS can add to it at any time: what is not listed here is out of reach, above all
 * secrets, parameters, stored objects, and keys.
 *
 * Encrypted logs take no right to their key: CloudWatch Logs decrypts them for whoever may read the log group.
 * Source: CloudWatch Logs API Reference, AssociateKmsKey.
 */
export function viewRights(naming: Naming): Statement[] {
  return [...metrics(naming), ...logs(naming), ...cluster(naming), ...states(naming)];
}

function metrics(naming: Naming): Statement[] {
  return [
    {
      Sid: 'ReadMetrics',
      Action: [
        'cloudwatch:DescribeAlarmsForMetric',
        'cloudwatch:GetMetricData',
        'cloudwatch:GetMetricStatistics',
        'cloudwatch:GetMetricWidgetImage',
        'cloudwatch:ListDashboards',
        'cloudwatch:ListMetrics',
      ],
      Resource: '*',
    },
    {
      Sid: 'ReadAlarms',
      Action: ['cloudwatch:DescribeAlarmHistory', 'cloudwatch:DescribeAlarms'],
      Resource: arn(naming, 'cloudwatch', 'alarm:*'),
    },
    // A dashboard's ARN has no region.
    {
      Sid: 'ReadDashboards',
      Action: 'cloudwatch:GetDashboard',
      Resource: anyRegionArn(naming, 'cloudwatch', 'dashboard/*'),
    },
  ];
}

/**
 * The results of a query count as its log groups'. The request names the query alone, so the groups are named once more
 * with an empty name, in case that CloudWatch Logs looks at none: whoever has not started a query does not know its id,
 * as queries are not listed. Source: Service Authorization Reference, CloudWatch Logs, GetQueryResults.
 */
function logs(naming: Naming): Statement[] {
  return [
    {
      Sid: 'FindLogs',
      Action: [
        'logs:DescribeLogGroups',
        'logs:DescribeQueryDefinitions',
        'logs:ListLogGroups',
        'logs:ListLogGroupsForQuery',
        'logs:StopLiveTail',
        'logs:StopQuery',
      ],
      Resource: '*',
    },
    {
      Sid: 'ReadLogs',
      Action: [
        'logs:DescribeLogStreams',
        'logs:DescribeMetricFilters',
        'logs:FilterLogEvents',
        'logs:GetLogEvents',
        'logs:GetLogGroupFields',
        'logs:GetLogRecord',
        'logs:GetQueryResults',
        'logs:StartLiveTail',
        'logs:StartQuery',
      ],
      Resource: logGroups(naming).map((name) => arn(naming, 'logs', `log-group:${name}`)),
    },
    {
      Sid: 'ReadOwnQueries',
      Action: 'logs:GetQueryResults',
      Resource: arn(naming, 'logs', 'log-group::log-stream:*'),
    },
  ];
}

/** Names of all log groups of the environment and its previews, which leaves out the trail of its account. */
function logGroups(naming: Naming): string[] {
  const cluster = resourceName(naming, 'cluster');
  return [
    resourcePath(naming, '*'),
    previewLogs(naming.platform, '*'),
    `/aws/vendedlogs${resourcePath(naming, '*')}`,
    `/aws/eks/${cluster}/*`,
    `/aws/containerinsights/${cluster}/*`,
    `/aws/rds/instance/${naming.environment}-*`,
    `aws-waf-logs-${naming.environment}-*`,
  ];
}

/**
 * The console's view of the cluster; what it shows of Kubernetes is what the role's access entry allows.
 * Source: Amazon EKS User Guide, "View Kubernetes resources in the AWS Management Console".
 */
function cluster(naming: Naming): Statement[] {
  const name = resourceName(naming, 'cluster');
  return [
    { Sid: 'FindCluster', Action: ['eks:DescribeAddonVersions', 'eks:ListClusters'], Resource: '*' },
    {
      Sid: 'ReadCluster',
      Action: [
        'eks:AccessKubernetesApi',
        'eks:DescribeAddon',
        'eks:DescribeCluster',
        'eks:DescribeInsight',
        'eks:DescribeUpdate',
        'eks:ListAddons',
        'eks:ListFargateProfiles',
        'eks:ListInsights',
        'eks:ListNodegroups',
        'eks:ListUpdates',
      ],
      Resource: [`cluster/${name}`, `addon/${name}/*`].map((resource) => arn(naming, 'eks', resource)),
    },
  ];
}

/**
 * What `docs/runbooks/alarms/` tells a person on call to check. None of these answers with what is stored, with a secret
 * or with the settings of a program. Those on `*` name no resource in AWS.
 */
function states(naming: Naming): Statement[] {
  const prefix = `${naming.environment}-*`;
  return [
    {
      Sid: 'FindStates',
      Action: [
        'acm:ListCertificates',
        'ec2:DescribeNatGateways',
        'elasticloadbalancing:DescribeLoadBalancers',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetHealth',
        'rds:DescribeEvents',
      ],
      Resource: '*',
    },
    {
      Sid: 'ReadStates',
      Action: [
        'acm:DescribeCertificate',
        'elasticache:DescribeCacheClusters',
        'elasticache:DescribeReplicationGroups',
        'firehose:DescribeDeliveryStream',
        'kinesis:DescribeStreamSummary',
        'rds:DescribeDBInstances',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
      ],
      Resource: [
        // Its name is made by ACM.
        arn(naming, 'acm', 'certificate/*'),
        arn(naming, 'elasticache', `cluster:${prefix}`),
        arn(naming, 'elasticache', `replicationgroup:${prefix}`),
        arn(naming, 'firehose', `deliverystream/${prefix}`),
        arn(naming, 'kinesis', `stream/${prefix}`),
        arn(naming, 'rds', `db:${prefix}`),
        arn(naming, 'sqs', prefix),
      ],
    },
  ];
}
