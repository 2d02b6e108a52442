import { SecurityGroup as AwsSecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { type Naming, resourceName } from '../core/naming';

export interface SecurityGroupProps {
  readonly naming: Naming;
  readonly vpcId: string;
  /** Part of the name; immutable, like the description. */
  readonly name: string;
  readonly description: string;
}

/** Who is on the other side of a rule. */
export type Peer = { readonly cidr: string } | { readonly securityGroupId: string };

export interface RuleProps {
  readonly peer: Peer;
  /** TCP port. */
  readonly port: number;
  /** Why the path exists. */
  readonly description: string;
}

/** A security group that is closed both ways until a rule opens it. */
export class SecurityGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, { naming, vpcId, name, description }: SecurityGroupProps) {
    super(scope, id);
    this.id = new AwsSecurityGroup(this, 'Default', {
      name: resourceName(naming, 'securityGroup', name),
      description,
      vpcId,
      tags: { Name: resourceName(naming, 'securityGroup', name) },
    }).id;
  }

  /** Lets a peer reach this group. */
  allowFrom(id: string, rule: RuleProps): void {
    new VpcSecurityGroupIngressRule(this, `from-${id}`, this.rule(rule));
  }

  /** Lets this group reach a peer. */
  allowTo(id: string, rule: RuleProps): void {
    new VpcSecurityGroupEgressRule(this, `to-${id}`, this.rule(rule));
  }

  private rule({ peer, port, description }: RuleProps) {
    return {
      securityGroupId: this.id,
      description,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      ...('cidr' in peer ? { cidrIpv4: peer.cidr } : { referencedSecurityGroupId: peer.securityGroupId }),
    };
  }
}
