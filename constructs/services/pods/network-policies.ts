import {
  NetworkPolicyV1,
  type NetworkPolicyV1SpecEgress,
  type NetworkPolicyV1SpecIngress,
} from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { processSelector, serviceSelector } from '../runtime/labels';
import type { Egress } from './grant';
import { PORT_NAME } from './pod';

/** A service that may call a process. */
export interface Caller {
  readonly namespace: string;
  readonly service: string;
}

export interface ProcessAccessProps {
  readonly namespace: string;
  readonly service: string;
  readonly process: string;
  /** Addresses of the load balancer, where a route leads to the process. */
  readonly balancer: readonly string[];
  readonly callers: readonly Caller[];
}

const NAMESPACE = 'kubernetes.io/metadata.name';

/**
 * Lets the pods of a service, jobs included, reach what it is bound to.
 * @returns what they wait for: a release command that starts before could not reach its database.
 */
export function allowEgress(
  scope: Construct,
  namespace: string,
  service: string,
  egress: readonly Egress[],
): ITerraformDependable[] {
  if (egress.length === 0) return [];
  const policy = new NetworkPolicyV1(scope, 'egress', {
    metadata: { name: `${service}-egress`, namespace },
    spec: {
      podSelector: { matchLabels: serviceSelector(service) },
      policyTypes: ['Egress'],
      egress: egress.map(egressRule),
    },
  });
  return [policy];
}

/** Lets the load balancer and the services that bind it reach a process. */
export function allowIngress(scope: Construct, props: ProcessAccessProps): void {
  const { namespace, service, process, balancer, callers } = props;
  const from: NetworkPolicyV1SpecIngress['from'] = [
    ...balancer.map((cidr) => ({ ipBlock: { cidr } })),
    ...callers.map((caller) => ({
      namespaceSelector: { matchLabels: { [NAMESPACE]: caller.namespace } },
      podSelector: { matchLabels: serviceSelector(caller.service) },
    })),
  ];
  // A rule without peers would let in everybody.
  if (from.length === 0) return;
  new NetworkPolicyV1(scope, `ingress-${process}`, {
    metadata: { name: `${service}-${process}-ingress`, namespace },
    spec: {
      podSelector: { matchLabels: processSelector(service, process) },
      policyTypes: ['Ingress'],
      // By name: while pods move to another port, both are open, each on those that have it.
      ingress: [{ from, ports: [{ protocol: 'TCP', port: PORT_NAME }] }],
    },
  });
}

export function egressRule(egress: Egress): NetworkPolicyV1SpecEgress {
  if ('cidrs' in egress) {
    const except = egress.except ? [...egress.except] : undefined;
    const ports = [{ protocol: 'TCP', port: `${egress.port}` }];
    return { ports, to: egress.cidrs.map((cidr) => ({ ipBlock: { cidr, except } })) };
  }
  return {
    // As for ingress.
    ports: [{ protocol: 'TCP', port: PORT_NAME }],
    to: [
      {
        namespaceSelector: { matchLabels: { [NAMESPACE]: egress.namespace } },
        podSelector: { matchLabels: processSelector(egress.service, egress.process) },
      },
    ],
  };
}
