import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Services } from '../services/service';
import type { Place } from './place';
import { type Address, addressesOf, addressKey, type Priorities, routePriorities } from './route-priority';

export interface RoutingProps {
  readonly place: Place;
  /** All that is declared: the rules of all services stand in one order. */
  readonly services: Services;
}

/**
 * What the routes of an environment share: the order of their rules, a DNS name for each host, and the way from the
 * load balancer to the cluster past the security groups.
 */
export class Routing extends Construct {
  private readonly place: Place;
  private readonly priorities: ReadonlyMap<string, Priorities>;

  constructor(scope: Construct, id: string, { place, services }: RoutingProps) {
    super(scope, id);
    this.place = place;
    this.priorities = routePriorities(addressesOf(services));
  }

  prioritiesOf(address: Address): Priorities {
    return this.priorities.get(addressKey(address))!;
  }

  /**
   * The whole name of a host, with its DNS record, made once however many routes it has.
   * @throws when the certificate of the entrance, which is for `*.<domain>`, would not cover it: one label and no more.
   */
  host(host: string): string {
    const { domain, zoneId, dnsName, dnsZoneId } = this.place.contract.entrance;
    if (host.includes('.')) {
      throw new Error(
        `route: got host "${host}", allowed one label, as the certificate is for *.<domain>, and not for names below that`,
      );
    }
    const name = `${host}.${domain}`;
    const id = `host-${host}`;
    if (!this.node.tryFindChild(id)) {
      new Route53Record(this, id, {
        zoneId,
        name,
        type: 'A',
        alias: { name: dnsName, zoneId: dnsZoneId, evaluateTargetHealth: true },
      });
    }
    return name;
  }

  /**
   * Lets the load balancer reach all pods on a port, made once however many processes listen there; which pods take
   * part is said by network policies.
   * @returns what must be there before pods that listen on it.
   */
  open(port: number): ITerraformDependable[] {
    const { cluster, entrance } = this.place.contract;
    const description = `From the load balancer to pods on ${port}`;
    const once = <T extends Construct>(id: string, make: (id: string) => T) =>
      (this.node.tryFindChild(id) as T | undefined) ?? make(id);
    const common = {
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description,
      // When a process moves to another port, the old pods are served until they have been replaced.
      lifecycle: { createBeforeDestroy: true },
    };
    return [
      once(
        `to-pods-${port}`,
        (id) =>
          new VpcSecurityGroupEgressRule(this, id, {
            ...common,
            securityGroupId: entrance.securityGroupId,
            referencedSecurityGroupId: cluster.securityGroupId,
          }),
      ),
      once(
        `from-balancer-${port}`,
        (id) =>
          new VpcSecurityGroupIngressRule(this, id, {
            ...common,
            securityGroupId: cluster.securityGroupId,
            referencedSecurityGroupId: entrance.securityGroupId,
          }),
      ),
    ];
  }
}
