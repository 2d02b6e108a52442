import type { Change } from '../../change';
import { allOf } from '../../finding';
import { oncePer } from '../../once-per';
import type { Plan } from '../../plan';
import { isPolicy, statements } from '../../policy/statement';
import { at, isObject, list, type Value } from '../../value';
import { ends, named, outage, short, word } from './outage';

/** What runs as a role, and where it names it: by ARN, or by its name. */
const USERS: Readonly<Record<string, readonly string[]>> = {
  aws_lambda_function: ['role'],
  aws_ecs_task_definition: ['task_role_arn', 'execution_role_arn'],
  aws_ecs_service: ['iam_role'],
  aws_eks_cluster: ['role_arn', 'compute_config.0.node_role_arn'],
  aws_eks_node_group: ['node_role_arn'],
  aws_eks_fargate_profile: ['pod_execution_role_arn'],
  aws_eks_pod_identity_association: ['role_arn'],
  aws_eks_addon: ['service_account_role_arn'],
  aws_iam_instance_profile: ['role'],
  aws_sfn_state_machine: ['role_arn'],
  aws_scheduler_schedule: ['target.0.role_arn'],
  aws_cloudwatch_event_target: ['role_arn'],
  aws_codebuild_project: ['service_role'],
  aws_codepipeline: ['role_arn'],
  aws_flow_log: ['iam_role_arn'],
  aws_db_proxy: ['role_arn'],
  aws_kinesis_firehose_delivery_stream: ['extended_s3_configuration.0.role_arn'],
  aws_backup_selection: ['iam_role_arn'],
  aws_apprunner_service: ['instance_configuration.0.instance_role_arn'],
  aws_dms_replication_task: ['service_access_role_arn'],
  aws_glue_job: ['role_arn'],
};
const ACCOUNTS = ['kubernetes_service_account', 'kubernetes_service_account_v1'];
const PODS_ROLE = 'metadata.0.annotations.eks.amazonaws.com/role-arn';

/** Policies of AWS that nodes and clusters of EKS can't do without. */
const NEEDED = /^Amazon(EKS|EC2ContainerRegistry|SSMManagedInstanceCore$)/;
const ROLES = ['aws_iam_role'];

/** Documents that bind somebody who is there. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  aws_iam_policy: 'policy',
  aws_iam_role_policy: 'policy',
  aws_iam_user_policy: 'policy',
  aws_iam_group_policy: 'policy',
  aws_organizations_policy: 'content',
  aws_s3_bucket_policy: 'policy',
  aws_sqs_queue_policy: 'policy',
  aws_sns_topic_policy: 'policy',
  aws_kms_key: 'policy',
  aws_kms_key_policy: 'policy',
  aws_secretsmanager_secret_policy: 'policy',
  aws_ecr_repository_policy: 'policy',
  aws_vpc_endpoint: 'policy',
  aws_vpc_endpoint_policy: 'policy',
};

export const identityLost = outage(
  'identity-lost',
  'what runs loses its role, its way to get one, or every right',
  (change: Change, plan: Plan) =>
    allOf(
      roleGone(change, plan),
      denied(change),
      rightsGone(change, plan),
      entryGone(change, plan),
      associationGone(change, plan),
      providerGone(change),
    ),
);

/** Who runs as which role afterwards, by the role's ARN and name. */
const usersOf = oncePer((plan: Plan) => {
  const found = new Map<Value, string[]>();
  const add = (role: Value, address: string) => {
    if (typeof role !== 'string') return;
    if (!found.has(role)) found.set(role, []);
    found.get(role)!.push(address);
  };
  for (const [type, paths] of Object.entries(USERS)) {
    for (const one of plan.all(type)) {
      // After a replaced role its users name the new one; until then they run as the old one.
      if (one.after) for (const path of paths) add(one.was(path) ?? one.will(path), one.address);
    }
  }
  for (const one of plan.all(...ACCOUNTS)) if (one.after) add(one.was(PODS_ROLE), one.address);
  return found;
});

const stillNamed = oncePer((plan: Plan) => {
  const found = new Set<Value>();
  for (const [type, paths] of Object.entries(USERS)) {
    for (const one of plan.all(type)) if (one.after) for (const path of paths) found.add(one.will(path));
  }
  for (const one of plan.all(...ACCOUNTS)) if (one.after) found.add(one.will(PODS_ROLE));
  return found;
});

function roleGone(change: Change, plan: Plan): string | undefined {
  if (!ROLES.includes(change.type) || !change.ends || change.overlaps) return undefined;
  const keys = [change.was('arn'), change.was('name')].filter((key) => typeof key === 'string');
  // Who names another role in the same plan changes over to it.
  const isNamed = change.action === 'replace' || keys.some((key) => stillNamed(plan).has(key));
  const users = keys.flatMap((key) => usersOf(plan).get(key) ?? []);
  if (users.length === 0 || !isNamed) return undefined;
  const run = users.length > 1 ? 'run as it, and lose their' : 'runs as it, and loses its';
  return `is deleted${change.action === 'replace' ? ', and then made anew' : ''}: ${named(users)} ${run} rights`;
}

/** A statement that denies everything, everywhere, on no condition. */
function denied(change: Change): string | undefined {
  if (change.goes) return undefined;
  const path = Object.hasOwn(DOCUMENTS, change.type) ? DOCUMENTS[change.type]! : undefined;
  if (path) return deniesAll(change.will(path)) && !deniesAll(change.was(path)) ? DENIED : undefined;
  if (change.type !== 'aws_iam_role') return undefined;
  const inline = (side: Value) => list(at(side, 'inline_policy')).some((one) => deniesAll(at(one, 'policy')));
  return inline(change.after) && !inline(change.before) ? DENIED : undefined;
}

const DENIED = 'denies everything to whom it binds, on no condition: no other policy can allow it';

function deniesAll(document: Value): boolean {
  if (!isPolicy(document)) return false;
  return (statements(document) ?? []).some(
    ({ effect, actions, resources, conditions, inverted, principals }) =>
      effect === 'Deny' &&
      inverted.length === 0 &&
      conditions.size === 0 &&
      // All of a service is all that there is for a resource of it, and not for who uses others as well.
      actions.some((action) => action === '*' || (principals.length > 0 && /^[\w-]+:\*$/.test(action))) &&
      (principals.length === 0 ? resources.includes('*') : principals.includes('*')),
  );
}

/** What nodes need is taken from a role that stays. */
function rightsGone(change: Change, plan: Plan): string | undefined {
  if (change.type !== 'aws_iam_role_policy_attachment' || change.action !== 'delete') return undefined;
  const policy = short(change.was('policy_arn'));
  const role = change.was('role');
  if (!NEEDED.test(policy) || ends(plan, role, ...ROLES)) return undefined;
  if (plan.keepsAnother(change, ['role', 'policy_arn'])) return undefined;
  return `is deleted: the role ${word(role)} loses ${policy}, without which its nodes or cluster do not work`;
}

function entryGone(change: Change, plan: Plan): string | undefined {
  if (change.type !== 'aws_eks_access_entry' || change.action !== 'delete') return undefined;
  if (!/^(EC2|FARGATE|HYBRID|HYPERPOD)/.test(word(change.was('type')))) return undefined;
  const [cluster, role] = [change.was('cluster_name'), change.was('principal_arn')];
  if (ends(plan, cluster, 'aws_eks_cluster') || ends(plan, role, ...ROLES)) return undefined;
  return plan.keepsAnother(change, ['cluster_name', 'principal_arn'])
    ? undefined
    : `is deleted: nodes that run as ${short(role)} join ${short(cluster)} no more, and those that are there are lost`;
}

function associationGone(change: Change, plan: Plan): string | undefined {
  if (change.type !== 'aws_eks_pod_identity_association' || change.action !== 'delete') return undefined;
  const [cluster, namespace, account] = ['cluster_name', 'namespace', 'service_account'].map((path) =>
    change.was(path),
  );
  if (ends(plan, cluster, 'aws_eks_cluster') || ends(plan, change.was('role_arn'), ...ROLES))
    return undefined;
  if (accountsGone(plan).has(`${word(namespace)}/${word(account)}`)) return undefined;
  return plan.keepsAnother(change, ['cluster_name', 'namespace', 'service_account'])
    ? undefined
    : `is deleted: pods of ${word(namespace)}/${word(account)} get no credentials of AWS any more`;
}

const accountsGone = oncePer((plan: Plan) => {
  const gone = plan
    .of(...ACCOUNTS, 'kubernetes_namespace', 'kubernetes_namespace_v1')
    .filter((one) => one.action === 'delete');
  return new Set(
    gone.map(({ before }) => {
      const metadata = list(at(before, 'metadata'))[0];
      return isObject(metadata) ? `${word(metadata.namespace)}/${word(metadata.name)}` : '';
    }),
  );
});

function providerGone(change: Change): string | undefined {
  if (change.type !== 'aws_iam_openid_connect_provider' || !change.ends || change.overlaps) return undefined;
  const url = word(change.was('url'));
  return `is deleted${change.action === 'replace' ? ', and then made anew' : ''}: who proves to be somebody by ${url} gets no role any more`;
}
