import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { Construct } from 'constructs';
import { digestOf } from '../../declarations/digest-of';
import { PREVIEWERS, READERS, VIEWERS } from '../core/cluster-names';
import { partitionOf } from '../core/partition';

export interface ClusterAccessProps {
  readonly region: string;
  /** Name of the cluster, as a reference to it: nobody can be let in before it is there. */
  readonly cluster: string;
  readonly roles: ClusterRoles;
  /** ARNs of the IAM roles that may change everything. */
  readonly admins: readonly string[];
  /** ARNs of the IAM roles that may read everything but secrets. */
  readonly viewers: readonly string[];
}

/** The roles of those who look after the environment. */
export interface ClusterRoles {
  /** ARN of the role that deploys, and so may change everything. */
  readonly deploy: string;
  /** ARNs of the roles that plan, by what they are for: they may read what Terraform keeps there, and no secret. */
  readonly readers: Readonly<Record<string, string>>;
  /** ARN of the role by which people look at what runs: everything but secrets. */
  readonly viewer: string;
  /** Undefined: no previews are made there. */
  readonly previews?: {
    /** ARN of the role that makes them. */
    readonly role: string;
    /** The namespaces in which it may change everything: names, or beginnings of names and a star. */
    readonly namespaces: readonly string[];
  };
}

const ALL = 'AmazonEKSClusterAdminPolicy';
const IN_NAMESPACES = 'AmazonEKSAdminPolicy';

interface Rights {
  /** Name of an access policy of EKS. Undefined: only what roles of the cluster say of its group. */
  readonly policy?: string;
  /** Where they hold. Default: everywhere. */
  readonly namespaces?: readonly string[];
  /** A group for which roles of the cluster say what it may do as well. */
  readonly group?: string;
}

/** The policy leaves out what belongs to no namespace: nodes, for example. */
const VIEW: Rights = { policy: 'AmazonEKSViewPolicy', group: VIEWERS };

/** Who may use the Kubernetes API. There is no other way in: no user of the cluster's own, no aws-auth map. */
export class ClusterAccess extends Construct {
  private readonly region: string;

  constructor(scope: Construct, id: string, props: ClusterAccessProps) {
    super(scope, id);
    const { region, cluster, roles, admins, viewers } = props;
    this.region = region;
    // EKS knows one entry for each role: whoever stands in both lists gets the stronger right.
    const named = new Map<string, Rights>([
      ...viewers.map((role) => [role, VIEW] as const),
      ...admins.map((role) => [role, { policy: ALL }] as const),
    ]);
    const own = ownRights(roles);
    for (const [id, [role, rights]] of Object.entries(own)) {
      named.delete(role);
      this.letIn(id, cluster, role, rights);
    }
    for (const [role, rights] of named) this.letIn(roleId(role), cluster, role, rights);
  }

  private letIn(id: string, clusterName: string, role: string, { policy, namespaces, group }: Rights): void {
    const { principalArn } = new EksAccessEntry(this, id, {
      clusterName,
      principalArn: role,
      kubernetesGroups: group === undefined ? undefined : [group],
    });
    if (policy === undefined) return;
    new EksAccessPolicyAssociation(this, `${id}-policy`, {
      clusterName,
      principalArn,
      policyArn: `arn:${partitionOf(this.region).name}:eks::aws:cluster-access-policy/${policy}`,
      accessScope: namespaces ? { type: 'namespace', namespaces: [...namespaces] } : { type: 'cluster' },
    });
  }
}

/** What the environment's own roles may do, by the ids of their entries. */
function ownRights({
  deploy,
  readers,
  viewer,
  previews,
}: ClusterRoles): Record<string, [role: string, Rights]> {
  // Without AmazonEKSViewPolicy, which reads the logs of containers.
  const read = { group: READERS };
  return {
    ...Object.fromEntries(
      Object.entries(readers).map(([name, role]) => [`${name}-role`, [role, read] as [string, Rights]]),
    ),
    ...(previews && {
      'preview-role': [
        previews.role,
        { policy: IN_NAMESPACES, namespaces: previews.namespaces, group: PREVIEWERS },
      ],
    }),
    'view-role': [viewer, VIEW],
    'deploy-role': [deploy, { policy: ALL }],
  };
}

/** The role's name, and a hash of the ARN, since two accounts or paths may hold roles of one name. */
function roleId(arn: string): string {
  const name = arn
    .split('/')
    .at(-1)!
    .replace(/[^A-Za-z0-9]+/g, '-');
  return `role-${name}-${digestOf(arn)}`;
}
