/** A rule of a role in Kubernetes. */
export interface AccessRule {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

const rule = (groups: string, resources: string, verbs: readonly string[]): AccessRule => ({
  groups: groups.split(' ').map((group) => (group === 'core' ? '' : group)),
  resources: resources.split(' '),
  verbs,
});

const VIEW = [
  rule('apps batch autoscaling networking.k8s.io policy discovery.k8s.io', '*', READ),
  rule(
    'core',
    'bindings configmaps endpoints events limitranges namespaces persistentvolumeclaims pods pods/log pods/status replicationcontrollers resourcequotas serviceaccounts services',
    READ,
  ),
];
const EDIT = [
  ...VIEW,
  rule('apps batch autoscaling networking.k8s.io policy', '*', WRITE),
  rule('core', 'pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy', [
    ...READ,
    ...WRITE,
  ]),
  rule(
    'core',
    'configmaps events persistentvolumeclaims pods replicationcontrollers serviceaccounts services',
    WRITE,
  ),
  rule('core', 'serviceaccounts', ['impersonate']),
];

/**
 * What the access policies of EKS allow, without the resources that lead nowhere.
 * Source: Amazon EKS User Guide, "Review access policy permissions".
 */
const POLICIES: Readonly<Record<string, readonly AccessRule[]>> = {
  AmazonEKSAdminPolicy: [
    ...EDIT,
    rule('rbac.authorization.k8s.io', 'rolebindings roles', [...READ, ...WRITE]),
  ],
  AmazonEKSAdminViewPolicy: [rule('*', '*', READ)],
  AmazonEKSClusterAdminPolicy: [rule('*', '*', ['*'])],
  AmazonEKSEditPolicy: EDIT,
  AmazonEKSSecretReaderPolicy: [rule('core', 'secrets', READ)],
  AmazonEKSViewPolicy: VIEW,
};

/** @throws Error when nobody knows here what the policy allows. */
export function accessPolicy(arn: string): readonly AccessRule[] {
  const found = POLICIES[arn.split('/').at(-1)!];
  if (found) return found;
  throw new Error(`${arn}: nobody knows here what it allows. Add it to cli/rights/world/access-policies.ts`);
}
