import type { Find } from './finder';
import type { Sought } from './sought';

/** Kinds with version and group, as kubectl takes them, by type. */
const KINDS: Readonly<Record<string, string>> = {
  kubernetes_cluster_role_binding_v1: 'ClusterRoleBinding.v1.rbac.authorization.k8s.io',
  kubernetes_cluster_role_v1: 'ClusterRole.v1.rbac.authorization.k8s.io',
  kubernetes_config_map_v1: 'ConfigMap.v1.',
  kubernetes_cron_job_v1: 'CronJob.v1.batch',
  kubernetes_deployment_v1: 'Deployment.v1.apps',
  kubernetes_horizontal_pod_autoscaler_v2: 'HorizontalPodAutoscaler.v2.autoscaling',
  kubernetes_job_v1: 'Job.v1.batch',
  kubernetes_limit_range_v1: 'LimitRange.v1.',
  kubernetes_namespace_v1: 'Namespace.v1.',
  kubernetes_network_policy_v1: 'NetworkPolicy.v1.networking.k8s.io',
  kubernetes_pod_disruption_budget_v1: 'PodDisruptionBudget.v1.policy',
  kubernetes_resource_quota_v1: 'ResourceQuota.v1.',
  kubernetes_role_binding_v1: 'RoleBinding.v1.rbac.authorization.k8s.io',
  kubernetes_role_v1: 'Role.v1.rbac.authorization.k8s.io',
  kubernetes_service_account_v1: 'ServiceAccount.v1.',
  kubernetes_service_v1: 'Service.v1.',
};
const MANIFEST = 'kubernetes_manifest';

/** All kinds that a stack makes: the cluster is asked for them together. */
function kinds(sought: Sought): string[] {
  const typed = Object.entries(KINDS).flatMap(([type, kind]) =>
    sought.written(type).length > 0 ? [kind] : [],
  );
  const manifests = sought.written(MANIFEST).map(({ manifest }) => kindOf(manifest as Manifest));
  return [...new Set([...typed, ...manifests])].sort();
}

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
}

function kindOf({ apiVersion, kind }: Manifest): string {
  const [version, group = ''] = apiVersion.split('/').reverse();
  return `${kind}.${version}.${group}`;
}

/** By its name, and its namespace where it has one. */
const object =
  (kind: string): Find =>
  async (sought, account) => {
    const [name, namespace] = [sought.must('metadata.0.name'), sought.text('metadata.0.namespace')];
    const id = namespace ? `${namespace}/${name}` : name;
    return (await account.objects(kinds(sought))).has(`${kind} ${id}`) ? [{ id }] : [];
  };

/** Objects of a cluster. */
export const KUBERNETES: Readonly<Record<string, Find>> = {
  ...Object.fromEntries(Object.entries(KINDS).map(([type, kind]) => [type, object(kind)])),
  [MANIFEST]: async (sought, account) => {
    const [apiVersion, kind] = [sought.must('manifest.apiVersion'), sought.must('manifest.kind')];
    const [name, namespace] = [
      sought.must('manifest.metadata.name'),
      sought.text('manifest.metadata.namespace'),
    ];
    const all = await account.objects(kinds(sought));
    if (!all.has(`${kindOf({ apiVersion, kind })} ${namespace ? `${namespace}/` : ''}${name}`)) return [];
    const place = namespace ? `,namespace=${namespace}` : '';
    return [{ id: `apiVersion=${apiVersion},kind=${kind}${place},name=${name}` }];
  },
};
