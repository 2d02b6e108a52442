import type { BackingKind } from '../../../declarations/kinds/kinds';
import {
  type Remove,
  removeAccessEntry,
  removeBucket,
  removeFirewall,
  removeGateway,
  removeInstanceProfile,
  removeKey,
  removeProfile,
  removeQueue,
  removeRole,
  removeRule,
} from './steps';
import { removeVpc } from './vpc';
import { removeZone } from './zone';

/**
 * The end of an ARN; a call of the AWS CLI that tells whether it is there, and one that removes it. `$1` is the first group
 * of the pattern, `ARN` the whole. It is gone where the first call says so, or prints an empty list.
 */
export type Kind = readonly [arn: RegExp, look: string, remove: string | Remove];

/** What is still told of while it goes, or for an hour afterwards. */
const THERE = "State!='deleted'&&State!='deleting'";

/** What things of each kind are made of. */
const OF_BACKING: { readonly [K in BackingKind]: readonly Kind[] } = {
  database: [
    [
      /^rds:db:(.+)$/,
      'rds describe-db-instances --db-instance-identifier $1',
      'rds delete-db-instance --db-instance-identifier $1 --skip-final-snapshot',
    ],
    [
      /^rds:pg:(.+)$/,
      'rds describe-db-parameter-groups --db-parameter-group-name $1',
      'rds delete-db-parameter-group --db-parameter-group-name $1',
    ],
    [
      /^rds:subgrp:(.+)$/,
      'rds describe-db-subnet-groups --db-subnet-group-name $1',
      'rds delete-db-subnet-group --db-subnet-group-name $1',
    ],
  ],
  cache: [
    [
      /^elasticache:replicationgroup:(.+)$/,
      'elasticache describe-replication-groups --replication-group-id $1',
      'elasticache delete-replication-group --replication-group-id $1',
    ],
    [
      /^elasticache:parametergroup:(.+)$/,
      'elasticache describe-cache-parameter-groups --cache-parameter-group-name $1',
      'elasticache delete-cache-parameter-group --cache-parameter-group-name $1',
    ],
    [
      /^elasticache:subnetgroup:(.+)$/,
      'elasticache describe-cache-subnet-groups --cache-subnet-group-name $1',
      'elasticache delete-cache-subnet-group --cache-subnet-group-name $1',
    ],
    [
      /^elasticache:usergroup:(.+)$/,
      'elasticache describe-user-groups --user-group-id $1',
      'elasticache delete-user-group --user-group-id $1',
    ],
    // Which takes it out of its groups, too. Source: ElastiCache API Reference, DeleteUser.
    [
      /^elasticache:user:(.+)$/,
      'elasticache describe-users --user-id $1',
      'elasticache delete-user --user-id $1',
    ],
  ],
  memcached: [
    [
      /^elasticache:cluster:(.+)$/,
      'elasticache describe-cache-clusters --cache-cluster-id $1',
      'elasticache delete-cache-cluster --cache-cluster-id $1',
    ],
  ],
  bucket: [[/^s3:([^/]+)$/, 's3api head-bucket --bucket $1', removeBucket]],
  queue: [[/^sqs:(.+)$/, 'sqs get-queue-url --queue-name $1', removeQueue]],
};

/** The same for everything else. Whatever has to go before a thing goes with it, if it has no ARN. */
const OTHERS: readonly Kind[] = [
  [
    /^acm:certificate\//,
    'acm describe-certificate --certificate-arn ARN',
    'acm delete-certificate --certificate-arn ARN',
  ],
  [
    /^appconfig:application\/(\w+)$/,
    'appconfig get-application --application-id $1',
    'appconfig delete-application --application-id $1',
  ],
  [
    /^appconfig:application\/(\w+)\/configurationprofile\/(\w+)$/,
    'appconfig get-configuration-profile --application-id $1 --configuration-profile-id $2',
    removeProfile,
  ],
  [
    /^appconfig:application\/(\w+)\/environment\/(\w+)$/,
    'appconfig get-environment --application-id $1 --environment-id $2',
    'appconfig delete-environment --application-id $1 --environment-id $2',
  ],
  // It goes with its environment.
  [
    /^appconfig:application\/(\w+)\/environment\/(\w+)\/deployment\/\d+$/,
    'appconfig get-environment --application-id $1 --environment-id $2',
    () => Promise.resolve(),
  ],
  [
    /^autoscaling:autoScalingGroup:[^:]+:autoScalingGroupName\/(.+)$/,
    'autoscaling describe-auto-scaling-groups --auto-scaling-group-names $1 --query AutoScalingGroups',
    'autoscaling delete-auto-scaling-group --auto-scaling-group-name $1 --force-delete',
  ],
  [
    /^cloudwatch:alarm:(.+)$/,
    'cloudwatch describe-alarms --alarm-names $1 --alarm-types MetricAlarm CompositeAlarm --query [MetricAlarms,CompositeAlarms][]',
    'cloudwatch delete-alarms --alarm-names $1',
  ],
  [
    /^ec2:elastic-ip\/(.+)$/,
    'ec2 describe-addresses --allocation-ids $1',
    'ec2 release-address --allocation-id $1',
  ],
  [
    /^ec2:instance\/(.+)$/,
    "ec2 describe-instances --instance-ids $1 --query Reservations[].Instances[]|[?State.Name!='terminated'&&State.Name!='shutting-down']",
    'ec2 terminate-instances --instance-ids $1',
  ],
  [/^ec2:internet-gateway\/(.+)$/, 'ec2 describe-internet-gateways --internet-gateway-ids $1', removeGateway],
  [
    /^ec2:launch-template\/(.+)$/,
    'ec2 describe-launch-templates --launch-template-ids $1',
    'ec2 delete-launch-template --launch-template-id $1',
  ],
  [
    /^ec2:natgateway\/(.+)$/,
    `ec2 describe-nat-gateways --nat-gateway-ids $1 --query NatGateways[?${THERE}]`,
    'ec2 delete-nat-gateway --nat-gateway-id $1',
  ],
  [
    /^ec2:network-interface\/(.+)$/,
    'ec2 describe-network-interfaces --network-interface-ids $1',
    'ec2 delete-network-interface --network-interface-id $1',
  ],
  [
    /^ec2:route-table\/(.+)$/,
    'ec2 describe-route-tables --route-table-ids $1',
    'ec2 delete-route-table --route-table-id $1',
  ],
  [
    /^ec2:security-group\/(.+)$/,
    'ec2 describe-security-groups --group-ids $1',
    'ec2 delete-security-group --group-id $1',
  ],
  [
    /^ec2:security-group-rule\/(.+)$/,
    'ec2 describe-security-group-rules --security-group-rule-ids $1',
    removeRule,
  ],
  [/^ec2:subnet\/(.+)$/, 'ec2 describe-subnets --subnet-ids $1', 'ec2 delete-subnet --subnet-id $1'],
  [/^ec2:volume\/(.+)$/, 'ec2 describe-volumes --volume-ids $1', 'ec2 delete-volume --volume-id $1'],
  [/^ec2:vpc\/(.+)$/, 'ec2 describe-vpcs --vpc-ids $1', removeVpc],
  [
    /^ec2:vpc-endpoint\/(.+)$/,
    `ec2 describe-vpc-endpoints --vpc-endpoint-ids $1 --query VpcEndpoints[?${THERE}]`,
    'ec2 delete-vpc-endpoints --vpc-endpoint-ids $1',
  ],
  [
    /^ec2:vpc-flow-log\/(.+)$/,
    'ec2 describe-flow-logs --flow-log-ids $1 --query FlowLogs',
    'ec2 delete-flow-logs --flow-log-ids $1',
  ],
  [
    /^eks:access-entry\/([^/]+)\/role\/\d+\/([^/]+)\//,
    "eks list-access-entries --cluster-name $1 --query accessEntries[?ends_with(@,':role/$2')]",
    removeAccessEntry,
  ],
  [
    /^eks:addon\/([^/]+)\/([^/]+)\//,
    'eks describe-addon --cluster-name $1 --addon-name $2',
    'eks delete-addon --cluster-name $1 --addon-name $2',
  ],
  [/^eks:cluster\/(.+)$/, 'eks describe-cluster --name $1', 'eks delete-cluster --name $1'],
  [
    /^eks:podidentityassociation\/([^/]+)\/(.+)$/,
    'eks describe-pod-identity-association --cluster-name $1 --association-id $2',
    'eks delete-pod-identity-association --cluster-name $1 --association-id $2',
  ],
  [
    /^elasticloadbalancing:listener\//,
    'elbv2 describe-listeners --listener-arns ARN',
    'elbv2 delete-listener --listener-arn ARN',
  ],
  [
    /^elasticloadbalancing:listener-rule\//,
    'elbv2 describe-rules --rule-arns ARN',
    'elbv2 delete-rule --rule-arn ARN',
  ],
  [
    /^elasticloadbalancing:loadbalancer\//,
    'elbv2 describe-load-balancers --load-balancer-arns ARN',
    'elbv2 delete-load-balancer --load-balancer-arn ARN',
  ],
  [
    /^elasticloadbalancing:targetgroup\//,
    'elbv2 describe-target-groups --target-group-arns ARN',
    'elbv2 delete-target-group --target-group-arn ARN',
  ],
  [
    /^firehose:deliverystream\/(.+)$/,
    'firehose describe-delivery-stream --delivery-stream-name $1',
    'firehose delete-delivery-stream --delivery-stream-name $1',
  ],
  [
    /^iam:instance-profile\/(.+)$/,
    'iam get-instance-profile --instance-profile-name $1',
    removeInstanceProfile,
  ],
  [/^iam:role\/(.+)$/, 'iam get-role --role-name $1', removeRole],
  [
    /^kinesis:stream\/(.+)$/,
    'kinesis describe-stream-summary --stream-name $1',
    'kinesis delete-stream --stream-name $1 --enforce-consumer-deletion',
  ],
  // A key that is deleted is there for days, and costs nothing.
  [
    /^kms:key\/(.+)$/,
    "kms describe-key --key-id $1 --query [KeyMetadata][?KeyState!='PendingDeletion']",
    removeKey,
  ],
  [
    /^lambda:function:([^:]+)$/,
    'lambda get-function-configuration --function-name $1',
    'lambda delete-function --function-name $1',
  ],
  [
    /^logs:log-group:([^:]+)$/,
    "logs describe-log-groups --log-group-name-prefix $1 --query logGroups[?logGroupName=='$1']",
    'logs delete-log-group --log-group-name $1',
  ],
  [/^route53:hostedzone\/(.+)$/, 'route53 get-hosted-zone --id $1', removeZone],
  [
    /^secretsmanager:secret:/,
    'secretsmanager describe-secret --secret-id ARN --query [@][?!(DeletedDate)]',
    'secretsmanager delete-secret --secret-id ARN --force-delete-without-recovery',
  ],
  [/^sns:[^:]+$/, 'sns get-topic-attributes --topic-arn ARN', 'sns delete-topic --topic-arn ARN'],
  [
    /^ssm:parameter(\/.+)$/,
    'ssm describe-parameters --parameter-filters Key=Name,Values=$1 --query Parameters',
    'ssm delete-parameter --name $1',
  ],
  [
    /^wafv2:regional\/webacl\/([^/]+)\/(.+)$/,
    'wafv2 get-web-acl --scope REGIONAL --name $1 --id $2',
    removeFirewall,
  ],
];

/** Each kind of thing that a preview or an environment can leave. */
export const KINDS: readonly Kind[] = [...Object.values(OF_BACKING).flat(), ...OTHERS];
