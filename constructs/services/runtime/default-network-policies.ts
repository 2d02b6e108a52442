import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * The cluster's DNS, by address: EKS Auto Mode answers it on each node, so there are no pods that a policy could name.
 * It is the tenth address of the range of Services, and EKS takes one of two ranges where a cluster names none.
 * Not port 53 of any address: that would be a way out to the internet.
 * Sources: Amazon EKS API Reference, KubernetesNetworkConfigRequest; aws/containers-roadmap, issue 2552.
 */
export const DNS_ADDRESSES = ['10.100.0.10', '172.20.0.10'] as const;

/**
 * Closes a namespace both ways, but for DNS. Policies add up: others open what a binding or a route asks for.
 * @returns what a pod waits for, so that it is never there without.
 * Source: Kubernetes, "Network Policies", default deny all.
 */
export function addDefaultNetworkPolicies(scope: Construct, namespace: string): ITerraformDependable {
  return new NetworkPolicyV1(scope, 'isolation', {
    metadata: { name: 'isolation', namespace },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      egress: [
        {
          to: DNS_ADDRESSES.map((address) => ({ ipBlock: { cidr: `${address}/32` } })),
          ports: [
            { protocol: 'UDP', port: '53' },
            { protocol: 'TCP', port: '53' },
          ],
        },
      ],
    },
  });
}
