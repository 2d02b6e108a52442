/** Attributes of Kubernetes that rules read, by the file that does. */
export const READ: Readonly<Record<string, readonly string[]>> = {
  'plan/kubernetes/pods.ts': [
    ...[
      'allow_privilege_escalation',
      'automount_service_account_token',
      'capabilities',
      'host_ipc',
      'host_network',
    ],
    ...['host_path', 'host_pid', 'host_port', 'host_process', 'privileged', 'read_only_root_filesystem'],
    ...['run_as_non_root', 'run_as_user', 'runtime_class_name', 'se_linux_options', 'seccomp_profile'],
    ...['service_account_token', 'share_process_namespace', 'sysctl'],
  ],
  'plan/kubernetes/settings/pod-security-policies.ts': [
    ...[
      'allowed_capabilities',
      'allowed_proc_mount_types',
      'allowed_unsafe_sysctls',
      'default_add_capabilities',
    ],
    ...['default_allow_privilege_escalation', 'required_drop_capabilities'],
  ],
  'plan/kubernetes/settings/encryption.ts': ['insecure_skip_tls_verify'],
  'plan/kubernetes/settings/tls-hosts.ts': ['tls'],
  'plan/kubernetes/settings/protection.ts': [
    ...[
      'immutable',
      'persistent_volume_claim_retention_policy',
      'persistent_volume_reclaim_policy',
      'reclaim_policy',
    ],
    'when_deleted',
  ],
  'plan/kubernetes/admission.ts': ['failure_policy', 'match_policy', 'namespace_selector', 'object_selector'],
  'plan/kubernetes/bindings.ts': ['role_ref', 'subject'],
  'plan/kubernetes/rights.ts': ['verbs'],
  'plan/kubernetes/flows.ts': ['cidr', 'except', 'policy_types'],
  'plan/kubernetes/entrances.ts': ['external_ips', 'load_balancer_source_ranges'],
  'plan/kubernetes/senders.ts': ['external_name'],
  'plan/rules/cluster-rights-widened.ts': ['aggregation_rule'],
  'plan/rules/lasting-key.ts': ['auto_approve', 'expiration_seconds', 'signer_name'],
  'plan/rules/quota-weakened.ts': ['hard', 'limit', 'max_limit_request_ratio', 'scope_selector', 'scopes'],
  'plan/rules/outage/kubernetes/budget-removed.ts': ['max_unavailable', 'min_available'],
  'plan/rules/outage/kubernetes/careless-pods.ts': [
    ...[
      'affinity',
      'limits',
      'liveness_probe',
      'node_selector',
      'paused',
      'pod_affinity_term',
      'pod_anti_affinity',
    ],
    ...['readiness_probe', 'startup_probe', 'strategy', 'termination_grace_period_seconds', 'topology_key'],
    ...['topology_spread_constraint', 'update_strategy'],
  ],
  'plan/rules/outage/kubernetes/cron-suspended.ts': ['schedule', 'suspend'],
  'plan/rules/outage/kubernetes/needs.ts': [
    ...['claim_name', 'persistent_volume_claim', 'secret', 'secret_key_ref', 'secret_name', 'secret_ref'],
    'service_account_name',
  ],
  'plan/rules/outage/kubernetes/node-pools.ts': ['taint'],
  'plan/rules/outage/kubernetes/pods-emptied.ts': [
    'max_replicas',
    'min_replicas',
    'replicas',
    'select_policy',
  ],
};

/** Attributes that only sound so, by the reason why nothing hangs on them. */
export const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  'says how often, when, or how long something is tried, and a job has its end anyway': [
    ...['active_deadline_seconds', 'backoff_limit', 'backoff_limit_per_index', 'concurrency_policy'],
    ...['pod_failure_policy', 'progress_deadline_seconds', 'restart_policy', 'starting_deadline_seconds'],
  ],
  'is about what is left of jobs and versions that have ended': [
    ...['failed_jobs_history_limit', 'revision_history_limit', 'successful_jobs_history_limit'],
    'ttl_seconds_after_finished',
  ],
  'lets a volume grow, or says where it may be': [
    'allow_volume_expansion',
    'allowed_topologies',
    'size_limit',
  ],
  'names a secret that the driver of a volume reads': [
    ...['controller_expand_secret_ref', 'controller_publish_secret_ref', 'node_publish_secret_ref'],
    ...['node_stage_secret_ref', 'secret_file', 'secret_namespace', 'share_name'],
  ],
  'can only be set once, or is what Kubernetes fills in': ['claim_ref', 'volume_claim_template'],
  'says by which secret images are pulled: without it they are not': [
    'image_pull_secret',
    'image_pull_secrets',
  ],
  'says which image is pulled again, and not which one may be': ['image_pull_policy'],
  'is about names or the logs that a pod leaves': [
    'dns_policy',
    'host_aliases',
    'termination_message_policy',
  ],
  'says by which way requests go to pods that all do the same': [
    ...['external_traffic_policy', 'internal_traffic_policy', 'ip_family_policy', 'session_affinity'],
    'session_affinity_config',
  ],
  'is an address of the node at which the port that is judged listens': ['host_ip'],
  'is about the group of files, which no pod gets rights over a node by': [
    ...['fs_group_change_policy', 'run_as_group', 'run_as_username'],
  ],
  'is about pods next to which others may be, or which of equal nodes': [
    ...['node_affinity', 'node_affinity_policy', 'node_selector_term', 'node_taints_policy', 'pod_affinity'],
    'scheduler_name',
  ],
  'is about which of pods that wait comes first: its class says by which number': [
    ...['preemption_policy', 'priority_class_name'],
  ],
  'says in which order pods start or are replaced': ['pod_management_policy', 'reinvocation_policy'],
  'is about which of two versions of a part of the API answers first': [
    ...['group_priority_minimum', 'version_priority'],
  ],
  'is how fast an autoscaler goes, or what it counts': ['external', 'policy'],
  'is about what the provider waits for, or how it writes': [
    ...[
      'delete',
      'force',
      'force_conflicts',
      'wait_for_default_service_account',
      'wait_for_service_account_token',
    ],
  ],
  'is a name in another attribute that is judged': ['scope', 'scope_name'],
  'was of Pod Security Policies, which no supported cluster has; those that give pods rights are judged': [
    ...['allowed_flex_volumes', 'allowed_host_paths', 'forbidden_sysctls', 'host_ports', 'se_linux'],
  ],
};
