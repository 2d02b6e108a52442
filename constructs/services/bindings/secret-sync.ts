import { ClusterRoleBindingV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-binding-v1';
import { ClusterRoleV1 } from '@cdktf/provider-kubernetes/lib/cluster-role-v1';
import { Construct } from 'constructs';

/** Where the EKS add-on `aws-secrets-store-csi-driver-provider` puts the driver, and as whom it runs. */
const DRIVER = { namespace: 'aws-secrets-manager', name: 'secrets-store-csi-driver' } as const;
const NAME = 'secret-sync';

/**
 * Lets the Secrets Store CSI driver make Kubernetes Secrets of what pods mount. The add-on has a setting for this, but
 * not the rights that it needs. They are for all namespaces, because the driver watches its Secrets everywhere.
 * Source: aws/secrets-store-csi-driver-provider-aws#597, and the driver's chart, role-syncsecret.yaml.
 */
export class SecretSync extends Construct {
  /** Without it pods that take variables from secrets wait for ever. */
  readonly binding: ClusterRoleBindingV1;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const role = new ClusterRoleV1(this, 'Default', {
      metadata: { name: NAME },
      rule: [
        {
          apiGroups: [''],
          resources: ['secrets'],
          verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
        },
      ],
    });
    this.binding = new ClusterRoleBindingV1(this, 'binding', {
      metadata: { name: NAME },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.metadata.name },
      subject: [{ kind: 'ServiceAccount', ...DRIVER }],
    });
  }
}
