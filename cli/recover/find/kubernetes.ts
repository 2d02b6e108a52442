import type { Find } from './finder';

/** By its name, and its namespace where it has one. */
const object =
  (kind: string): Find =>
  async (sought, account) => {
    const [name, namespace] = [sought.must('metadata.0.name'), sought.text('metadata.0.namespace')];
    const id = namespace ? `${namespace}/${name}` : name;
    return (await account.objects(kind)).includes(id) ? [{ id }] : [];
  };

/** Objects of a cluster. Kinds as kubectl knows them. */
export const KUBERNETES: Readonly<Record<string, Find>> = {
  kubernetes_cluster_role_binding_v1: object('clusterrolebindings'),
  kubernetes_cluster_role_v1: object('clusterroles'),
  kubernetes_config_map_v1: object('configmaps'),
  kubernetes_cron_job_v1: object('cronjobs'),
  kubernetes_deployment_v1: object('deployments'),
  kubernetes_horizontal_pod_autoscaler_v2: object('horizontalpodautoscalers'),
  kubernetes_job_v1: object('jobs'),
  kubernetes_limit_range_v1: object('limitranges'),
  kubernetes_namespace_v1: object('namespaces'),
  kubernetes_network_policy_v1: object('networkpolicies'),
  kubernetes_pod_disruption_budget_v1: object('poddisruptionbudgets'),
  kubernetes_resource_quota_v1: object('resourcequotas'),
  kubernetes_role_binding_v1: object('rolebindings'),
  kubernetes_role_v1: object('roles'),
  kubernetes_service_account_v1: object('serviceaccounts'),
  kubernetes_service_v1: object('services'),
  kubernetes_manifest: async (sought, account) => {
    const [apiVersion, kind] = [sought.must('manifest.apiVersion'), sought.must('manifest.kind')];
    const [name, namespace] = [
      sought.must('manifest.metadata.name'),
      sought.text('manifest.metadata.namespace'),
    ];
    const [version, group] = apiVersion.split('/').reverse();
    const all = await account.objects([kind, version, group].filter(Boolean).join('.'));
    if (!all.includes(namespace ? `${namespace}/${name}` : name)) return [];
    const place = namespace ? `,namespace=${namespace}` : '';
    return [{ id: `apiVersion=${apiVersion},kind=${kind}${place},name=${name}` }];
  },
};
