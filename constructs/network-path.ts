import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import type { Place } from './place';

export interface Target {
  /** Name of the database or cache. */
  readonly name: string;
  readonly securityGroupId: string;
  readonly port: number;
}

/**
 * The way from the cluster to what is bound, past the security groups. All pods share one group, so that this opens a
 * database or cache to the cluster as a whole, and only if anything binds it; which pods may use the way is said by
 * network policies.
 */
export class NetworkPath extends Construct {
  private readonly place: Place;

  constructor(scope: Construct, id: string, { place }: { readonly place: Place }) {
    super(scope, id);
    this.place = place;
  }

  /** Once for each thing, however many services bind it. */
  open({ name, securityGroupId, port }: Target): VpcSecurityGroupIngressRule {
    const opened = this.node.tryFindChild(name) as VpcSecurityGroupIngressRule | undefined;
    if (opened) return opened;
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
