import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { isShared, type Place } from '../place/place';

export interface Target {
  /** Name of the database or cache. */
  readonly name: string;
  readonly securityGroupId: string;
  readonly port: number;
}

/**
 * The way from the cluster to what is bound, past the security groups. All pods share one group, so that this opens a
 * database or cache to the cluster as a whole, and only if anything binds it, be it a guest; which pods may use the
 * way is said by network policies.
 */
export class NetworkPath extends Construct {
  private readonly place: Place;

  constructor(scope: Construct, id: string, { place }: { readonly place: Place }) {
    super(scope, id);
    this.place = place;
  }

  /**
   * Once for each thing, however many services bind it. To servers of a host, the host has opened it.
   * @returns what must be there before whoever uses the way.
   */
  open(target: Target): ITerraformDependable[] {
    if (isShared(this.place, target.name)) return [];
    const opened = this.node.tryFindChild(target.name) as VpcSecurityGroupIngressRule | undefined;
    return [opened ?? this.create(target)];
  }

  private create({ name, securityGroupId, port }: Target): VpcSecurityGroupIngressRule {
    return new VpcSecurityGroupIngressRule(this, name, {
      securityGroupId,
      referencedSecurityGroupId: this.place.contract.cluster.securityGroupId,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description: `Pods of services that bind ${name}`,
    });
  }
}
