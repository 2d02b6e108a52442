import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import type { NetworkParameters } from '../../parameters/parameters';
import { type Naming, resourceName, resourcePath } from '../core/naming';
import { policy, serviceTrust } from '../core/policy';
import type { LogGroup } from '../logs/log-group';
import type { LogPipeline } from '../logs/log-pipeline';
import type { Bucket } from '../storage/bucket';

export interface FlowLogsProps {
  readonly naming: Naming;
  readonly vpcId: string;
  readonly logs: LogPipeline;
  /** Where the records go, each place by a flow log of its own. */
  readonly to: NetworkParameters['flowLogs'];
}

/**
 * Records all connections of a network, refused ones too.
 *
 * Bucket and log group are there even if nothing goes to them: empty they cost nothing, and whoever moves from one to
 * the other keeps what is in the first one until it expires. To read an hour of the bucket:
 *
 *     aws s3 cp --recursive s3://<bucket>/AWSLogs/<account>/vpcflowlogs/<region>/2026/01/31/23/ hour/
 *     zcat hour/* | grep REJECT
 */
export function recordFlows(network: Construct, { naming, vpcId, logs, to }: FlowLogsProps): void {
  const bucket = logs.addBucket(network, 'flows', resourceName(naming, 'bucket', 'flows'));
  const group = logs.addGroup(network, 'flow-group', resourcePath(naming, 'network', 'flows'));
  if (to.includes('bucket')) storeFlows(network, vpcId, bucket);
  if (to.includes('logGroup')) logFlows(network, vpcId, group, naming);
}

const ALL = { trafficType: 'ALL', maxAggregationInterval: 60 };

function storeFlows(network: Construct, vpcId: string, bucket: Bucket): void {
  new FlowLog(network, 'stored-flow-log', {
    ...ALL,
    vpcId,
    logDestinationType: 's3',
    logDestination: bucket.arn,
    destinationOptions: { perHourPartition: true },
    dependsOn: [bucket.policy],
  });
}

function logFlows(network: Construct, vpcId: string, group: LogGroup, naming: Naming): void {
  const role = new IamRole(network, 'flow-role', {
    name: resourceName(naming, 'role', 'network-flows'),
    assumeRolePolicy: serviceTrust('vpc-flow-logs.amazonaws.com', naming.account),
  });
  const write = new IamRolePolicy(network, 'flow-write', {
    role: role.name,
    name: 'write-flows',
    policy: policy({
      Sid: 'WriteFlows',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      Resource: [group.arn, `${group.arn}:*`],
    }),
  });
  new FlowLog(network, 'flow-log', {
    ...ALL,
    vpcId,
    logDestination: group.resource.arn,
    iamRoleArn: role.arn,
    dependsOn: [write],
  });
}
