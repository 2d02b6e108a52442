import type { Rule } from '../finding';
import { list, texts, type Value } from '../value';

/** Managed policies by which one can do all, or give it to oneself. Source: AWS Managed Policy Reference Guide. */
const ADMIN =
  /:aws:policy\/(job-function\/)?(AdministratorAccess|PowerUserAccess|IAMFullAccess|SystemAdministrator|\w+FullAccess|AWSOrganizationsFullAccess)$/;
const CLUSTER_ADMIN = /\/(AmazonEKSClusterAdminPolicy|AmazonEKSAdminPolicy)$/;
/** Where the ARNs of managed policies stand. */
const PATHS = ['policy_arn', 'policy_arns', 'managed_policy_arns'];

export const adminAttached: Rule = {
  id: 'admin-attached',
  kind: 'exposure',
  finds: 'a role, user or group gets a policy of AWS that allows everything, or nearly',
  judge: (change, plan) => {
    if (!/^aws_(iam|eks_access|ssoadmin)_/.test(change.type) || change.action === 'delete') return undefined;
    // Somebody has to be the first in a new cluster.
    if (plan.creates(change.will('cluster_name'), 'aws_eks_cluster')) return undefined;
    const gained = PATHS.flatMap((path) => added(change.was(path), change.will(path))).filter(
      (arn) => ADMIN.test(arn) || CLUSTER_ADMIN.test(arn),
    );
    return gained.length > 0 ? `gives ${gained.map((arn) => arn.split('/').at(-1)).join(', ')}` : undefined;
  },
};

function added(was: Value, will: Value): string[] {
  return texts(list(will)).filter((arn) => !texts(list(was)).includes(arn));
}
