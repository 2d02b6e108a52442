import { LbListenerRule, type LbListenerRuleConfig } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { hostsOf } from '../../../declarations/host';
import type { Services } from '../../../declarations/service';
import type { DomainsParameters } from '../../../parameters/domains';
import { hostOf, type Runtime } from '../runtime/runtime';
import type { InternalEntrance } from './internal-entrance';
import {
  type Address,
  addressesOf,
  addressesOfDomains,
  addressKey,
  guestPriorities,
  type PrioritiesByRoute,
  routePriorities,
} from './route-priority';

export interface RoutingProps {
  readonly runtime: Runtime;
  /** All that is declared: the rules of all services stand in one order. */
  readonly services: Services;
  /** Further ones by which hosts are reached. A guest has none. */
  readonly domains?: DomainsParameters;
  /** The load balancer that only the VPC reaches, where a route asks for it. A guest has none. */
  readonly internal?: InternalEntrance;
}

/**
 * What the routes of an environment share: the order of their rules, a DNS name for each host, and the security group
 * rules from the load balancer to the cluster.
 */
export class Routing extends Construct {
  private readonly runtime: Runtime;
  private readonly priorities: PrioritiesByRoute;
  private readonly domains: DomainsParameters;
  private readonly internal?: InternalEntrance;
  private readonly internalHosts: ReadonlySet<string>;
  private readonly rules = new Map<string, LbListenerRule[]>();
  private opened: readonly ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, { runtime, services, domains = {}, internal }: RoutingProps) {
    super(scope, id);
    this.runtime = runtime;
    this.internal = internal;
    this.internalHosts = new Set(hostsOf(services, true));
    const addresses = addressesOf(services);
    this.domains = runtime.guest ? {} : domains;
    this.priorities = runtime.guest
      ? guestPriorities(addresses, runtime.guest)
      : routePriorities(addresses, addressesOfDomains(this.domains, addresses));
    // Guests can't open a way to whatever port their processes listen on.
    if (runtime.hostsPreviews) this.opened = this.openRange('any-port', UNPRIVILEGED);
  }

  /**
   * Makes the rule of a route, or one just before it for a version that runs beside the first.
   * @param further Which of those versions, from 1.
   */
  addRule(
    scope: Construct,
    id: string,
    address: Address,
    config: Omit<LbListenerRuleConfig, 'listenerArn' | 'priority'>,
    further?: number,
  ): LbListenerRule {
    const priorities = this.priorities.get(addressKey(address))!;
    const priority = further === undefined ? priorities.rule : priorities.further[further - 1]!;
    const rule = new LbListenerRule(scope, id, {
      ...config,
      listenerArn: this.balancerOf(address.host).listenerArn,
      priority,
    });
    this.rules.set(address.host, [...this.rulesOf(address.host), rule]);
    return rule;
  }

  /** The load balancer that a host's name leads to. */
  balancerOf(host: string): Pick<InternalEntrance, BalancerField> {
    return this.internalHosts.has(host) ? this.internal! : this.runtime.contract.entrance;
  }

  /** What has been made of a host or a domain so far. */
  rulesOf(host: string): readonly LbListenerRule[] {
    return this.rules.get(host) ?? [];
  }

  /** An address, and the same below each domain by which its host is reached as well. */
  everywhere(address: Address): Address[] {
    return [
      address,
      ...Object.entries(this.domains)
        .filter(([, { host }]) => host === address.host)
        .map(([domain]) => ({ ...address, host: domain })),
    ];
  }

  /**
   * The whole name of a host, with its DNS record, made once however many routes it has. A domain is a name already.
   * @throws when the certificate of the entrance, which is for `*.<domain>`, would not cover it: one label and no more.
   */
  domainName(host: string): string {
    if (Object.hasOwn(this.domains, host)) return host;
    const { domain, zoneId } = this.runtime.contract.entrance;
    const { dnsName, dnsZoneId } = this.balancerOf(host);
    if (host.includes('.')) {
      throw new Error(
        `route: got host "${host}", allowed one label, as the certificate is for *.<domain>, and not for names below that`,
      );
    }
    const name = `${hostOf(this.runtime, host)}.${domain}`;
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
   * @param internal Whether it is the one that only the VPC reaches.
   * @returns what must be there before pods that listen on it.
   */
  open(port: number, internal = false): readonly ITerraformDependable[] {
    if (internal)
      return this.openRange(`${port}-internally`, { fromPort: port, toPort: port }, this.internal!);
    // A host has opened all, as it can't know what its guests run.
    if (this.runtime.guest || this.runtime.hostsPreviews) return this.opened;
    return this.openRange(`${port}`, { fromPort: port, toPort: port });
  }

  private openRange(
    name: string,
    ports: { readonly fromPort: number; readonly toPort: number },
    balancer: Pick<InternalEntrance, 'securityGroupId'> = this.runtime.contract.entrance,
  ) {
    const { cluster } = this.runtime.contract;
    const once = <T extends Construct>(id: string, make: (id: string) => T) =>
      (this.node.tryFindChild(id) as T | undefined) ?? make(id);
    const common = {
      ipProtocol: 'tcp',
      ...ports,
      description: `From the load balancer to pods on ${name}`,
      // When a process moves to another port, the old pods are served until they have been replaced.
      lifecycle: { createBeforeDestroy: true },
    };
    return [
      once(
        `to-pods-${name}`,
        (id) =>
          new VpcSecurityGroupEgressRule(this, id, {
            ...common,
            securityGroupId: balancer.securityGroupId,
            referencedSecurityGroupId: cluster.securityGroupId,
          }),
      ),
      once(
        `from-balancer-${name}`,
        (id) =>
          new VpcSecurityGroupIngressRule(this, id, {
            ...common,
            securityGroupId: cluster.securityGroupId,
            referencedSecurityGroupId: balancer.securityGroupId,
          }),
      ),
    ];
  }
}

/** What services use of a load balancer. */
type BalancerField = 'listenerArn' | 'loadBalancerSuffix' | 'securityGroupId' | 'dnsName' | 'dnsZoneId';

/** Those that a process without privileges can listen on. */
const UNPRIVILEGED = { fromPort: 1024, toPort: 65_535 };
