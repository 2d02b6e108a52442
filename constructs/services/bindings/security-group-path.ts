import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { OUTLIVES_ITS_USERS } from '../../core/outlive';
import { isShared, type Runtime } from '../runtime/runtime';

export interface PathTarget {
  /** Name of the database or cache. */
  readonly name: string;
  readonly securityGroupId: string;
  readonly port: number;
}

/**
 * Opens the security groups between the cluster and what is bound. All pods share one security group, so this opens a
 * database or cache to the whole cluster, once any service or preview binds it. Network policies decide which pods may
 * use the path.
 */
export class SecurityGroupPath extends Construct {
  private readonly runtime: Runtime;

  constructor(scope: Construct, id: string, { runtime }: { readonly runtime: Runtime }) {
    super(scope, id);
    this.runtime = runtime;
  }

  /**
   * Once for each thing, however many services bind it. To servers of a host, the host has opened it.
   * @returns what must be there before whoever uses the way.
   */
  open(target: PathTarget): ITerraformDependable[] {
    if (isShared(this.runtime, target.name)) return [];
    const opened = this.node.tryFindChild(target.name) as VpcSecurityGroupIngressRule | undefined;
    return [opened ?? this.create(target)];
  }

  private create({ name, securityGroupId, port }: PathTarget): VpcSecurityGroupIngressRule {
    return new VpcSecurityGroupIngressRule(this, name, {
      securityGroupId,
      referencedSecurityGroupId: this.runtime.contract.cluster.securityGroupId,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description: `Pods of services that bind ${name}`,
      lifecycle: OUTLIVES_ITS_USERS,
    });
  }
}
