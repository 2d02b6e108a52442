import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import { marked } from '../kubernetes/object';
import { objectChanges } from '../kubernetes/objects';
import { oncePer } from '../once-per';
import type { Plan } from '../plan';
import { accountIn } from '../policy/strength';
import { fromTo } from '../setting/shown';
import { at, canonical, list, Mark, same, texts, type Value } from '../value';

/** What runs with a role, by the attribute that names it. */
const RUNNING: Readonly<Record<string, string>> = {
  aws_eks_pod_identity_association: 'role_arn',
  aws_iam_instance_profile: 'role',
  aws_instance: 'iam_instance_profile',
  aws_lambda_function: 'role',
  aws_ecs_task_definition: 'task_role_arn',
  aws_codebuild_project: 'service_role',
  aws_sfn_state_machine: 'role_arn',
};
/** What gives somebody of one kind all that another one is for. */
const GIVEN: Readonly<Record<string, readonly [who: string, says: string]>> = {
  aws_identitystore_group_membership: ['member_id', 'puts somebody into a group of people'],
  aws_cognito_user_in_group: ['username', 'puts somebody into a group of users'],
  aws_organizations_delegated_administrator: ['account_id', 'lets an account look after all others'],
};
/** Who is in a group, or has a set of rights, by the attribute that gains. */
const MEMBERS: Readonly<Record<string, string>> = {
  aws_iam_group_membership: 'users',
  aws_iam_user_group_membership: 'groups',
  aws_eks_access_entry: 'kubernetes_groups',
};

export const roleGiven: Rule = {
  id: 'role-given',
  kind: 'exposure',
  finds:
    'programs get the role of others, people a group or a set of rights, or another account something of this one',
  judge: (change, plan) =>
    change.goes
      ? undefined
      : allOf(
          anotherRole(change, plan),
          member(change, plan),
          assigned(change),
          shared(change, plan),
          leftToIam(change),
          accountRole(change, plan),
          given(change, plan),
        ),
};

const entryOf = (side: Value) =>
  canonical([at(side, 'cluster_name') ?? null, at(side, 'principal_arn') ?? null]);

/** The groups of who is let into a cluster, of entries that go. */
const entriesLeft = oncePer(
  (plan: Plan) =>
    new Map(
      plan
        .deletedLike('aws_eks_access_entry')
        .map((one) => [entryOf(one.before), one.was('kubernetes_groups')] as const),
    ),
);

/** Roles of pods that go: others may come in their place. */
const rolesLeft = oncePer(
  (plan: Plan) =>
    new Set(plan.deletedLike('aws_eks_pod_identity_association').map((one) => one.was('role_arn'))),
);

/** A role that was there already has rights for something else. A new one is judged by its own policies. */
function anotherRole(change: Change, plan: Plan): string | undefined {
  const path = RUNNING[change.type];
  if (!path || !change.changes(path)) return undefined;
  const [was, will] = [change.was(path), change.will(path)];
  if (!will || (change.stays && !was)) return undefined;
  if (!change.stays && change.type !== 'aws_eks_pod_identity_association') return undefined;
  const made = change.refersTo(path);
  if (made && isMade(made, plan)) return undefined;
  const short = typeof will === 'string' ? will.split('/').at(-1) : will;
  if ([will, short].some((one) => plan.creates(one, 'aws_iam_role', 'aws_iam_instance_profile')))
    return undefined;
  if (!change.stays) {
    const isOther = typeof will === 'string' && !rolesLeft(plan).has(will);
    const pods = ['namespace', 'service_account'].map((part) => shown(change.will(part))).join('/');
    return isOther ? `lets pods of ${pods} run with a role that is there already: ${name(will)}` : undefined;
  }
  return `runs with another role: ${fromTo(name(was), name(will))}`;
}

/** The same by the annotation of a service account. What its pods had as another role is no more theirs. */
function accountRole(change: Change, plan: Plan): string[] {
  return objectChanges(change, plan).flatMap((object) => {
    const [before, after] = [marked(object.before), marked(object.after)];
    if (before?.kind !== 'ServiceAccount' || after?.kind !== 'ServiceAccount') return [];
    const [was, will] = [before, after].map(({ body }) => at(body, POD_ROLE));
    if (!will || same(was, will) || plan.creates(will, 'aws_iam_role') || will === Mark.unknown) return [];
    return [
      was
        ? `runs with another role: ${fromTo(name(was), name(will))}`
        : `lets pods run as the role ${name(will)}`,
    ];
  });
}

const POD_ROLE = 'metadata.annotations.eks.amazonaws.com/role-arn';

/** Also anew: it stays the role of what refers to it. */
function isMade(address: string, plan: Plan): boolean {
  return (
    plan.makes(address) ||
    plan.of('aws_iam_role').some((role) => role.address === address && role.action === 'replace')
  );
}

function name(value: Value): Value {
  return typeof value === 'string'
    ? value.replace(/^arn:.*:/, '')
    : value instanceof Mark
      ? value.text
      : value;
}

function member(change: Change, plan: Plan): string | undefined {
  const path = MEMBERS[change.type];
  if (!path) return undefined;
  if (change.type === 'aws_eks_access_entry') {
    // Somebody has to be the first in a new cluster.
    const cluster = change.will('cluster_name');
    const isNew = cluster === Mark.unknown || plan.creates(cluster, 'aws_eks_cluster');
    const isMighty = texts(list(change.will(path))).some((group) => group.startsWith('system:'));
    if (change.action === 'create' && isNew && !isMighty) return undefined;
  }
  const will = change.will(path);
  if (will instanceof Mark) return `has ${path.replace('_', ' ')} that are ${will.text}`;
  const before = texts(
    list(change.action === 'create' ? entriesLeft(plan).get(entryOf(change.after)) : change.was(path)),
  );
  const gained = texts(list(will)).filter((one) => !before.includes(one));
  const news = gained.filter((one) => !plan.creates(one, 'aws_iam_group', 'aws_iam_user'));
  return news.length > 0
    ? `gets ${path.replace('_', ' ')} that it did not have: ${news.join(', ')}`
    : undefined;
}

function assigned(change: Change): string | undefined {
  if (change.type !== 'aws_ssoadmin_account_assignment' || change.action === 'update') return undefined;
  const [who, where] = ['principal_id', 'target_id'].map((path) => shown(change.will(path)));
  return `gives a set of rights in account ${where} to ${`${change.will('principal_type')}`.toLowerCase()} ${who}`;
}

/** Source: AWS RAM User Guide, "Sharing your AWS resources". */
function shared(change: Change, plan: Plan): string | undefined {
  if (change.type === 'aws_ram_resource_share') {
    const path = 'allow_external_principals';
    const isOpened = change.will(path) === true && (change.action === 'create' || change.was(path) !== true);
    return isOpened ? 'may be shared with accounts outside of the organization' : undefined;
  }
  if (change.type !== 'aws_ram_principal_association' || change.action === 'update') return undefined;
  const principal = shown(change.will('principal'));
  const account = accountIn(principal);
  return account && plan.accounts.own.includes(account) ? undefined : `shares with ${principal}`;
}

function given(change: Change, plan: Plan): string | undefined {
  const [path, says] = Object.hasOwn(GIVEN, change.type) ? GIVEN[change.type]! : [];
  if (path === undefined || (change.stays && !change.changes(path))) return undefined;
  // A user that the plan makes is somebody's own.
  const who = change.will(path);
  return who === Mark.unknown || plan.creates(who, 'aws_cognito_user') ? undefined : `${says}: ${shown(who)}`;
}

/** Source: Lake Formation Developer Guide, "Changing the default settings for your data lake". */
function leftToIam(change: Change): string | undefined {
  if (
    change.type !== 'aws_lakeformation_permissions' ||
    change.will('principal') !== 'IAM_ALLOWED_PRINCIPALS'
  )
    return undefined;
  return change.stays && !change.changes('principal') && !change.changes('permissions')
    ? undefined
    : `lets everybody of the account whom IAM lets do it: ${texts(change.will('permissions')).join(', ')}`;
}

function shown(value: Value): string {
  return value instanceof Mark ? value.text : `${value}`;
}
