import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { resourceName } from '../../core/naming';
import { OUTLIVES_ITS_USERS, takeOver } from '../../core/outlive';
import { podTrust } from '../../core/pod-trust';
import { policy, type Statement } from '../../core/policy';
import type { Runtime } from '../runtime/runtime';
import { EffectiveIdentities } from './effective-identities';

export interface ServiceAccountProps {
  readonly runtime: Runtime;
  /** Where its pods run: a reference, so that it is made there first. */
  readonly namespace: string;
  /** The same as a literal, for the policy of who may take the role. */
  readonly namespaceName: string;
  readonly name: string;
  /**
   * What its pods may do in AWS, by what it is for. Each has a policy of its own, so that one can go after the pods that
   * had it, and nothing else changes. Empty: they are nobody there.
   */
  readonly rights: Readonly<Record<string, readonly Statement[]>>;
}

/**
 * The identity of a service's pods. It has no rights in the cluster; in AWS it is a role with the rights of the
 * bindings only.
 */
export class ServiceAccount extends Construct {
  readonly name: string;
  /** A pod that starts before its identity is effective never gets it. */
  readonly after: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ServiceAccountProps) {
    super(scope, id);
    const { name, namespace } = props;
    const rights = Object.entries(props.rights).filter(([, statements]) => statements.length > 0);
    const account = new ServiceAccountV1(this, 'Default', {
      metadata: { name, namespace },
      automountServiceAccountToken: false,
    });
    this.name = account.metadata.name;
    this.after = rights.length === 0 ? [account] : this.identify(props, account, rights);
  }

  private identify(
    { runtime, name, namespaceName }: ServiceAccountProps,
    account: ServiceAccountV1,
    rights: readonly (readonly [string, readonly Statement[]])[],
  ): ITerraformDependable[] {
    const role = new IamRole(this, 'role', {
      name: resourceName(runtime.naming, 'role', 'service', namespaceName, name),
      description: `What pods of ${name} in ${namespaceName} may do`,
      assumeRolePolicy: podTrust(runtime.naming, {
        cluster: runtime.cluster,
        namespace: namespaceName,
        serviceAccount: name,
      }),
    });
    const scope = new Construct(this, 'rights');
    const policies = rights.map(([what, statements], index) => {
      const each = new IamRolePolicy(scope, what, {
        role: role.name,
        name: what,
        policy: policy(...statements),
        lifecycle: OUTLIVES_ITS_USERS,
      });
      if (index === 0) takeOver(each, this, 'rights');
      return each;
    });
    const association = new EksPodIdentityAssociation(this, 'identity', {
      clusterName: runtime.cluster,
      namespace: account.metadata.namespace,
      serviceAccount: account.metadata.name,
      roleArn: role.arn,
      lifecycle: OUTLIVES_ITS_USERS,
    });
    return [...policies, EffectiveIdentities.of(this).add(association)];
  }
}
