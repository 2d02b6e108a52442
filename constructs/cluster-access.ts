import { createHash } from 'node:crypto';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { Construct } from 'constructs';

export interface ClusterAccessProps {
  /** Name of the cluster, as a reference to it: nobody can be let in before it is there. */
  readonly cluster: string;
  /** ARN of the role that deploys, and so may change everything. */
  readonly deployRole: string;
  /** ARNs of the IAM roles that may change everything. */
  readonly admins: readonly string[];
  /** ARNs of the IAM roles that may read everything but secrets. */
  readonly viewers: readonly string[];
}

const ADMIN = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';
const VIEWER = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';

/** Who may use the Kubernetes API. There is no other way in: no user of the cluster's own, no aws-auth map. */
export class ClusterAccess extends Construct {
  constructor(scope: Construct, id: string, { cluster, deployRole, admins, viewers }: ClusterAccessProps) {
    super(scope, id);
    // EKS knows one entry for each role: whoever stands in both lists gets the stronger right.
    const policies = new Map([
      ...viewers.map((role) => [role, VIEWER] as const),
      ...admins.map((role) => [role, ADMIN] as const),
    ]);
    policies.delete(deployRole);
    this.letIn('deploy-role', cluster, deployRole, ADMIN);
    for (const [role, policyArn] of policies) this.letIn(roleId(role), cluster, role, policyArn);
  }

  private letIn(id: string, clusterName: string, role: string, policyArn: string): void {
    const { principalArn } = new EksAccessEntry(this, id, { clusterName, principalArn: role });
    new EksAccessPolicyAssociation(this, `${id}-policy`, {
      clusterName,
      principalArn,
      policyArn,
      accessScope: { type: 'cluster' },
    });
  }
}

/** The role's name, and a hash of the ARN, since two accounts or paths may hold roles of one name. */
function roleId(arn: string): string {
  const name = arn
    .split('/')
    .at(-1)!
    .replace(/[^A-Za-z0-9]+/g, '-');
  return `role-${name}-${createHash('sha256').update(arn).digest('hex').slice(0, 8)}`;
}
