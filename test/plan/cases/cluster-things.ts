import type { Resources } from './case';
import { inNamespace } from './namespace';

// Typed objects of Kubernetes that several cases begin with.

export const NETWORK_POLICY = 'kubernetes_network_policy_v1';
export const flows = (spec: object): Resources =>
  inNamespace(NETWORK_POLICY, {
    spec: { pod_selector: {}, policy_types: ['Ingress', 'Egress'], ...spec },
  });

/** A Deployment without pods, so that the cluster starts none. */
export const deployment = (pod: object, container: object = {}): Resources =>
  inNamespace('kubernetes_deployment_v1', {
    wait_for_rollout: false,
    spec: {
      replicas: 0,
      selector: { match_labels: { app: 'it' } },
      template: {
        metadata: { labels: { app: 'it' } },
        spec: { ...pod, container: [{ name: 'web', image: 'web:1', ...container }] },
      },
    },
  });
