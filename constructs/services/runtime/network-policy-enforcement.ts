import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { Construct } from 'constructs';

/**
 * Without it EKS Auto Mode takes network policies and does not enforce them.
 * Source: Amazon EKS User Guide, "Use Network Policies with EKS Auto Mode".
 */
export class NetworkPolicyEnforcement extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new ConfigMapV1(this, 'Default', {
      metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
      data: { 'enable-network-policy-controller': 'true' },
    });
  }
}
