import type { Change } from '../change';
import { allOf, type Rule } from '../finding';
import type { Plan } from '../plan';
import { broad } from '../policy/broad';
import { statements } from '../policy/statement';
import { changeOf } from '../policy/widened';
import { at, list, Mark, texts, type Value } from '../value';

/** Managed policies by which one can do all of a service or more, or give it to oneself, or read all secrets. */
// Source: AWS Managed Policy Reference Guide.
const ADMIN =
  /:aws:policy\/([\w-]+\/)*(AdministratorAccess[\w-]*|\w*PowerUser(Access)?|\w+FullAccess\w*|\w*ReadWrite|\w*Administrator|DataScientist|AmazonEC2RoleforSSM)$/;
/** Somebody else's policies are named after what they allow at best. */
const NAMED = /:\d{12}:policy\/.*(admin|power-?user|full-?access)[^/]*$/i;
const CLUSTER_ADMIN = /\/(AmazonEKSClusterAdminPolicy|AmazonEKSAdminPolicy)$/;
const ATTACHING = /^aws_(iam|eks_access|ssoadmin)_/;
/** Where the ARNs of managed policies stand. */
const PATHS = ['policy_arn', 'policy_arns', 'managed_policy_arns', 'managed_policy_arn'];

export const adminAttached: Rule = {
  id: 'admin-attached',
  kind: 'exposure',
  finds:
    'a role, user or group gets a policy that allows everything, or nearly, or a cluster gets an administrator',
  judge: (change, plan) => {
    if (!ATTACHING.test(change.type) || change.goes) return undefined;
    // Somebody has to be the first in a new cluster.
    if (plan.creates(change.will('cluster_name'), 'aws_eks_cluster')) return undefined;
    const gained = PATHS.flatMap((path) => added(change, path));
    const admin = gained.filter((arn) => ADMIN.test(arn) || NAMED.test(arn) || CLUSTER_ADMIN.test(arn));
    return allOf(
      admin.length > 0 ? `gives ${admin.map((arn) => arn.split('/').at(-1)).join(', ')}` : undefined,
      gained.flatMap((arn) => contents(arn, plan)),
      scope(change),
    );
  },
};

/** What is attached and was not, to the same role, user or group. */
function added(change: Change, path: string): string[] {
  const before = change.stays && isSameHolder(change) ? texts(list(change.was(path))) : [];
  return texts(list(change.will(path))).filter((arn) => !before.includes(arn));
}

const HOLDERS = [
  'role',
  'role_name',
  'user',
  'group',
  'roles',
  'users',
  'groups',
  'principal_arn',
  'instance_arn',
];

function isSameHolder(change: Change): boolean {
  return HOLDERS.every((path) => more(change.was(path), change.will(path)).length === 0);
}

function more(was: Value, will: Value): string[] {
  return texts(list(will)).filter((one) => !texts(list(was)).includes(one));
}

/** What a policy of the stack allows that is there already. A new one is judged by itself. */
function contents(arn: string, plan: Plan): string[] {
  const document = at(plan.before('aws_iam_policy', 'arn', arn), 'policy');
  if (document === undefined) return [];
  const name = arn.split('/').at(-1);
  const difference = changeOf([], statements(document) ?? []);
  if (typeof difference === 'string') return [`gives ${name}, which can't be judged: ${difference}`];
  const why = new Set(difference.grants.flatMap((grant) => broad(grant) ?? []));
  return [...why].sort().map((one) => `gives ${name}, which ${one}`);
}

/** Rights in a cluster that counted in some namespaces. */
function scope(change: Change): string[] {
  if (change.type !== 'aws_eks_access_policy_association' || !change.stays) return [];
  const [was, will] = ['was', 'will'].map((side) => scopeOf((path) => change[side as 'was' | 'will'](path)));
  if (!was || will === was || was === 'all namespaces') return [];
  const gained =
    will === 'all namespaces'
      ? [will]
      : (will ?? '').split(', ').filter((name) => !was.split(', ').includes(name));
  const name = `${change.will('policy_arn')}`.split('/').at(-1);
  return gained.length > 0 ? [`gives ${name} in ${gained.join(', ')} as well as in ${was}`] : [];
}

function scopeOf(read: (path: string) => Value): string | undefined {
  const [kind, namespaces] = [read('access_scope.0.type'), read('access_scope.0.namespaces')];
  if (kind === 'cluster' || kind instanceof Mark) return 'all namespaces';
  return namespaces instanceof Mark ? 'all namespaces' : texts(list(namespaces)).sort().join(', ');
}
