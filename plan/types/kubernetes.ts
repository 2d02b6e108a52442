import type { Table } from './table';

/** Objects of a cluster, by their kind: with and without a version at the end of the name. */
export const kubernetes: Table = {
  holds: {
    'everything in the namespace': 'namespace',
    'the volume': 'persistent_volume persistent_volume_claim:metadata.0.namespace',
    'the pods that have volumes of their own': 'stateful_set:metadata.0.namespace',
    'the secret': 'secret:metadata.0.namespace',
    'what it has put into the secret': 'secret_v1_data:metadata.0.namespace',
  },
  guards: {
    'what it refused or changed gets into the cluster as it is':
      'mutating_webhook_configuration validating_webhook_configuration',
    'pods that it refused may start': 'pod_security_policy pod_security_policy_v1beta1',
  },
  nothing: {
    code: 'api_service certificate_signing_request config_map csi_driver ingress_class priority_class runtime_class service_account storage_class token_request',
    judged: 'limit_range network_policy resource_quota',
    mark: 'annotations config_map_v1_data env labels node_taint',
    reach: 'endpoint_slice endpoints ingress service',
    rights: 'cluster_role cluster_role_binding role role_binding',
    runs: 'cron_job daemon_set daemonset deployment job pod replication_controller',
    setting:
      'default_service_account horizontal_pod_autoscaler horizontal_pod_autoscaler_v2 horizontal_pod_autoscaler_v2beta2 pod_disruption_budget',
  },
};
