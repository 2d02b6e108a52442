import { ClusterRoleBindingV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-binding-v1';
import { ClusterRoleV1, type ClusterRoleV1Rule } from '@cdktf/provider-kubernetes/lib/cluster-role-v1';
import { Construct } from 'constructs';

export interface ReaderRightsProps {
  /** Name of the group, and of the role. */
  readonly group: string;
  readonly rules: readonly ClusterRoleV1Rule[];
}

/** What a group of users may do in the whole cluster, beyond the access policy of their entry. */
export class ReaderRights extends Construct {
  constructor(scope: Construct, id: string, { group, rules }: ReaderRightsProps) {
    super(scope, id);
    const role = new ClusterRoleV1(this, 'Default', { metadata: { name: group }, rule: [...rules] });
    new ClusterRoleBindingV1(this, 'binding', {
      metadata: { name: group },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.metadata.name },
      subject: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: group }],
    });
  }
}

const READ = ['get', 'list', 'watch'];
const CHANGE = ['create', 'delete', 'patch', 'update'];
const CUSTOM = [
  { apiGroups: ['eks.amazonaws.com'], resources: ['targetgroupbindings'] },
  { apiGroups: ['networking.k8s.aws'], resources: ['applicationnetworkpolicies'] },
  { apiGroups: ['secrets-store.csi.x-k8s.io'], resources: ['secretproviderclasses'] },
];
/** Without which Terraform does not know what a custom resource looks like. */
const DEFINITIONS = {
  apiGroups: ['apiextensions.k8s.io'],
  resources: ['customresourcedefinitions'],
  verbs: READ,
};

/** What the services' stacks hold: neither secrets nor logs of containers. */
export const READER_RULES: readonly ClusterRoleV1Rule[] = [
  {
    apiGroups: [''],
    resources: ['configmaps', 'limitranges', 'namespaces', 'resourcequotas', 'serviceaccounts', 'services'],
    verbs: READ,
  },
  { apiGroups: ['apps'], resources: ['deployments'], verbs: READ },
  { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: READ },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: READ },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: READ },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: READ },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: [
      'mutatingadmissionpolicies',
      'mutatingadmissionpolicybindings',
      'validatingadmissionpolicies',
      'validatingadmissionpolicybindings',
    ],
    verbs: READ,
  },
  ...CUSTOM.map((kind) => ({ ...kind, verbs: READ })),
  DEFINITIONS,
  {
    apiGroups: ['rbac.authorization.k8s.io'],
    resources: ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'],
    verbs: READ,
  },
];

/** What the pages of alarms ask people to look at and AmazonEKSViewPolicy leaves out. None of it holds a secret. */
export const VIEWER_RULES: readonly ClusterRoleV1Rule[] = [
  { apiGroups: [''], resources: ['nodes'], verbs: READ },
  { apiGroups: ['metrics.k8s.io'], resources: ['nodes', 'pods'], verbs: ['get', 'list'] },
  {
    apiGroups: ['admissionregistration.k8s.io'],
    resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    verbs: READ,
  },
  { nonResourceUrls: ['/metrics'], verbs: ['get'] },
];

/**
 * Rights to the Kubernetes objects that previews need and AmazonEKSAdminPolicy leaves out. A ClusterRole can't match
 * names by a pattern, so these rights also cover the host's objects: preview-policies.ts refuses those.
 */
export const PREVIEWER_RULES: readonly ClusterRoleV1Rule[] = [
  ...CUSTOM.map((kind) => ({ ...kind, verbs: [...READ, ...CHANGE] })),
  DEFINITIONS,
  {
    apiGroups: [''],
    resources: ['limitranges', 'namespaces', 'resourcequotas'],
    verbs: [...READ, ...CHANGE],
  },
  // Who gives a right to a scaler has to have it by a role of the cluster; that of the access policy does not count.
  // Source: Kubernetes, "Privilege escalation prevention and bootstrapping".
  { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['get', 'patch'] },
];
