import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Outside } from '../../../declarations/service';
import { constructId } from '../../core/construct-id';
import { OUTLIVES_ITS_USERS } from '../../core/outlive';
import { DNS_ADDRESSES } from '../runtime/default-network-policies';
import { serviceSelector } from '../runtime/labels';

/**
 * Lets the pods of a service, jobs included, reach hosts outside of the VPC, each on its port. A NetworkPolicy knows
 * addresses alone; this one of EKS Auto Mode learns those of a host from the answers that the cluster's DNS gives to the
 * pods. It adds to what the others open.
 * Source: Amazon EKS User Guide, "Use Network Policies with EKS Auto Mode", DNS-based enforcement.
 * @returns what pods wait for.
 */
export function allowOutside(
  scope: Construct,
  namespace: string,
  service: string,
  egress: readonly Outside[] = [],
): ITerraformDependable[] {
  if (egress.length === 0) return [];
  const all = new Construct(scope, 'outside');
  return egress.map(({ host, port }) => {
    return new Manifest(all, constructId(`${host}-${port}`), {
      manifest: {
        apiVersion: 'networking.k8s.aws/v1alpha1',
        kind: 'ApplicationNetworkPolicy',
        // No NetworkPolicy of the namespace may have the name: what enforces both tells them apart by it.
        metadata: { name: `${service}--out-${label(host)}-${port}`, namespace },
        spec: {
          podSelector: { matchLabels: serviceSelector(service) },
          policyTypes: ['Egress'],
          egress: [
            {
              to: DNS_ADDRESSES.map((address) => ({ ipBlock: { cidr: `${address}/32` } })),
              ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 })),
            },
            { to: [{ domainNames: [host] }], ports: [{ protocol: 'TCP', port }] },
          ],
        },
      },
      lifecycle: OUTLIVES_ITS_USERS,
    });
  });
}

/** Without the dots of a host. Two hosts never get the same, as no part of one begins or ends with a dash. */
function label(host: string): string {
  return host.replaceAll('-', '--').replaceAll('.', '-');
}
