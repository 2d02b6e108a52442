import type { SynthesizedDocument } from '../../terraform/synthesized-stack';
import type { Waiver } from './judge';

const PREVIEW = 'preview-pr-42';

/** A platform whose data may go: `protected` is off. The stacks that are no platform say nothing of it. */
const isUnprotected = ({ resource, locals }: SynthesizedDocument) =>
  resource?.aws_eks_cluster !== undefined && locals?.protection === undefined;

/** Whether the events of a log group go to the archive. */
const isArchived = (group: string, { resource }: SynthesizedDocument) =>
  Object.values(resource?.aws_cloudwatch_log_subscription_filter ?? {}).some(
    ({ log_group_name }) => log_group_name === `\${aws_cloudwatch_log_group.${group}.name}`,
  );

/** A tag that is not `latest`, or a digest. */
const VERSION = /(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/;
/** A registry of the team's own, whose repositories refuse to move a version. */
const OWN_REGISTRY = /^\d{12}\.dkr\.ecr\./;

const imagesOf = (workload: unknown): string[] =>
  [...JSON.stringify(workload).matchAll(/"image":"([^"]*)"/g)].map(([, image]) => image!);

/** Whether each account that a trust policy names is narrowed to roles of Identity Center. */
const namesPermissionSets = (trust: unknown) => {
  const { Statement } = JSON.parse(String(trust)) as { Statement: readonly Trust[] };
  const ofAccounts = Statement.filter(({ Principal }) => JSON.stringify(Principal).includes(':root"'));
  const roles = ofAccounts.map(({ Condition }) => Condition?.ArnLike?.['aws:PrincipalArn'] ?? ['']);
  return (
    roles.length > 0 && roles.flat().every((arn) => arn.includes(':role/aws-reserved/sso.amazonaws.com/'))
  );
};
interface Trust {
  readonly Principal: object;
  readonly Condition?: { readonly ArnLike?: { readonly 'aws:PrincipalArn'?: readonly string[] } };
}

/** What Checkov asks and the platform does not do, and why. `npm run checkov` fails on one that nothing needs. */
export const waivers: readonly Waiver[] = [
  {
    check: 'CKV2_AWS_34',
    type: 'aws_ssm_parameter',
    resource: 'contract*',
    because: 'It holds no secret, and a plan has to show how it changes.',
  },
  {
    check: 'CKV2_AWS_34',
    type: 'aws_ssm_parameter',
    resource: 'record',
    stacks: [PREVIEW],
    because: 'It says whose the preview is and how long it lives, which everybody may know.',
  },
  {
    check: 'CKV2_AWS_61',
    type: 'aws_s3_bucket',
    resource: 'bucket-*',
    stacks: [PREVIEW],
    because: 'It goes with the preview in days, and a rule takes a minute to be made.',
  },
  {
    check: 'CKV2_AWS_38',
    type: 'aws_route53_zone',
    resource: '*zone',
    because: 'DNSSEC keys exist in us-east-1 alone: a second region to run for one signature.',
  },
  {
    check: 'CKV2_AWS_39',
    type: 'aws_route53_zone',
    resource: '*zone',
    because: 'DNS query logs exist in us-east-1 alone; the load balancer and its firewall log every request.',
  },
  {
    check: 'CKV2_AWS_50',
    type: 'aws_elasticache_replication_group',
    resource: 'cache-*',
    when: ({ num_cache_clusters }, stack) => num_cache_clusters === 1 && isUnprotected(stack),
    because: 'Its one node has nowhere to fail over to; nodes is a parameter.',
  },
  {
    check: 'CKV2_AWS_57',
    type: 'aws_secretsmanager_secret',
    resource: 'alerts_pager-duty_routing-key',
    because: 'PagerDuty gives out the key; no machine can rotate it.',
  },
  {
    check: 'CKV2_AWS_62',
    type: 'aws_s3_bucket',
    resource: '*',
    because: 'Nobody waits for an event of these buckets; who does adds it with the receiver.',
  },
  {
    check: 'CKV2_AWS_71',
    type: 'aws_acm_certificate',
    resource: 'entrance_certificate',
    because:
      'Services come and go below the domain; a certificate for each would be a change of the platform.',
  },
  {
    check: 'CKV2_AWS_76',
    type: 'aws_lb',
    resource: 'entrance',
    because:
      'The rules against Log4j are on. The check also wants AnonymousIpList, which blocks every client in a data centre.',
  },
  {
    check: 'CKV_AWS_115',
    type: 'aws_lambda_function',
    resource: 'alerts_pager-duty',
    because: 'A reserved share would only delay pages, and a new account has none to reserve.',
  },
  {
    check: 'CKV_AWS_117',
    type: 'aws_lambda_function',
    resource: 'alerts_pager-duty',
    because: 'A page must not depend on the network that it reports on.',
  },
  {
    check: 'CKV_AWS_144',
    type: 'aws_s3_bucket',
    resource: '*',
    because: 'The platform runs in one region; versions and locks keep what is deleted.',
  },
  {
    check: 'CKV_AWS_145',
    type: 'aws_s3_bucket',
    resource: 'access-logs_bucket',
    because: 'Load balancers write their logs to a bucket with keys of S3 alone.',
  },
  {
    check: 'CKV_AWS_150',
    type: 'aws_lb',
    resource: 'entrance',
    when: (_, stack) => isUnprotected(stack),
    because: 'protected is a parameter, off there.',
  },
  {
    check: 'CKV_AWS_157',
    type: 'aws_db_instance',
    resource: 'database-*',
    when: ({ multi_az }, stack) => multi_az === false && isUnprotected(stack),
    because: 'multiAz is a parameter, off there: a standby doubles the price.',
  },
  {
    check: 'CKV_AWS_61',
    type: 'aws_iam_role',
    resource: '*',
    when: ({ assume_role_policy }) => namesPermissionSets(assume_role_policy),
    because:
      'A principal takes no pattern, and the roles of a permission set have names that change: the account is named, and a condition names the roles.',
  },
  {
    check: 'CKV_AWS_18',
    type: 'aws_s3_bucket',
    resource: 'access-logs_bucket',
    because: 'It holds the record of accesses; recording those would never end.',
  },
  {
    check: 'CKV_AWS_18',
    type: 'aws_s3_bucket',
    resource: 'state-bucket',
    because: 'Its readers are the deploys, which CloudTrail records; there is no bucket before this one.',
  },
  {
    check: 'CKV_AWS_18',
    type: 'aws_s3_bucket',
    resource: 'trail_bucket',
    because: 'CloudTrail alone writes to it, and whoever reads it is a role whose use the trail records.',
  },
  {
    check: 'CKV_AWS_252',
    type: 'aws_cloudtrail',
    resource: 'trail',
    because: 'A message for each file that arrives is read by nobody; alarms look at what is in them.',
  },
  ...['CKV_AWS_62', 'CKV_AWS_63', 'CKV2_AWS_40'].map((check) => ({
    check,
    type: 'aws_iam_policy',
    resource: 'boundary',
    because: 'A boundary gives nothing. It allows all, and denies what would lift it.',
  })),
  {
    check: 'CKV_AWS_226',
    type: 'aws_db_instance',
    resource: 'database-*',
    because:
      'A version changes by pull request; an automatic upgrade makes the file wrong, and the next plan a downgrade.',
  },
  {
    check: 'CKV_AWS_260',
    type: 'aws_vpc_security_group_ingress_rule',
    resource: 'entrance_security-group_from-http-*',
    because: 'Port 80 answers with a redirect to HTTPS and nothing else.',
  },
  {
    check: 'CKV_AWS_272',
    type: 'aws_lambda_function',
    resource: 'alerts_pager-duty',
    because: 'The code comes from this repository by the same deploy; a signature adds no second party.',
  },
  {
    check: 'CKV_AWS_293',
    type: 'aws_db_instance',
    resource: 'database-*',
    when: (_, stack) => isUnprotected(stack),
    because: 'protected is a parameter, off there.',
  },
  {
    check: 'CKV_AWS_25',
    type: 'aws_vpc_security_group_ingress_rule',
    resource: 'routing_from-balancer-any-port',
    because: 'From the load balancer alone, as a host can not know on which ports its previews listen.',
  },
  {
    check: 'CKV_AWS_338',
    type: 'aws_cloudwatch_log_group',
    resource: 'containers',
    stacks: [PREVIEW],
    because: 'What a preview says is of use while it lives.',
  },
  {
    check: 'CKV_AWS_338',
    type: 'aws_cloudwatch_log_group',
    resource: '*',
    when: (_, stack, name) => isUnprotected(stack) && isArchived(name, stack),
    because: 'retentionDays is a parameter; the archive keeps every event for a year.',
  },
  {
    check: 'CKV_AWS_338',
    type: 'aws_cloudwatch_log_group',
    resource: 'logs_deliveries',
    when: (_, stack) => isUnprotected(stack),
    because: 'It tells of deliveries to the archive that failed, which is of use while somebody mends them.',
  },
  {
    check: 'CKV_AWS_339',
    type: 'aws_eks_cluster',
    resource: 'cluster',
    when: ({ version }) => version === '1.36',
    because: "EKS runs 1.36; Checkov's list of versions is older.",
  },
  {
    check: 'CKV_AWS_50',
    type: 'aws_lambda_function',
    resource: 'alerts_pager-duty',
    because: 'One rare call with a log of its own needs no trace.',
  },
  {
    check: 'CKV2_AWS_57',
    type: 'aws_secretsmanager_secret',
    resource: '*_bind-*_secret',
    because:
      'A rotation is one number in the parameter file, which also makes the user and restarts the pods.',
  },
  {
    check: 'CKV_AWS_378',
    type: 'aws_lb_target_group',
    resource: '*-routes_targets-*',
    because:
      'TLS ends at the load balancer; from there to a pod the way is inside the VPC, open to it alone.',
  },
  {
    check: 'CKV_K8S_15',
    type: 'kubernetes_deployment_v1',
    resource: '*',
    when: (workload) => imagesOf(workload).every((image) => VERSION.test(image)),
    because: 'A version never names another image, so what is on the node is right.',
  },
  {
    check: 'CKV_K8S_43',
    type: 'kubernetes_deployment_v1',
    resource: '*',
    when: (workload) => imagesOf(workload).every((image) => OWN_REGISTRY.test(image)),
    because: 'Versions are immutable in the registry; a digest is a version as well, for who wants it.',
  },
  {
    check: 'CKV_K8S_43',
    type: 'kubernetes_deployment_v1',
    resource: '*_flags_agent_agent',
    because: 'AWS alone publishes it, and it holds flags, which are no secret.',
  },
];
