import type { Table } from './table';

/** Objects of Kubernetes that only a manifest makes, by their group and kind. */
export const objects: Table = {
  holds: {
    'every object of its kind in the cluster': 'apiextensions.k8s.io/CustomResourceDefinition',
    'the snapshot':
      'snapshot.storage.k8s.io/VolumeSnapshot:metadata.0.namespace snapshot.storage.k8s.io/VolumeSnapshotContent',
    'all that it has made':
      'argoproj.io/Application argoproj.io/ApplicationSet helm.toolkit.fluxcd.io/HelmRelease kustomize.toolkit.fluxcd.io/Kustomization',
  },
  guards: {
    'what it refused or changed gets into the cluster as it is':
      'admissionregistration.k8s.io/MutatingAdmissionPolicy admissionregistration.k8s.io/MutatingAdmissionPolicyBinding admissionregistration.k8s.io/ValidatingAdmissionPolicy admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
    'nobody is told what it told':
      'monitoring.coreos.com/AlertmanagerConfig monitoring.coreos.com/PrometheusRule',
  },
  nothing: {
    code: 'apps/ControllerRevision cert-manager.io/ClusterIssuer cert-manager.io/Issuer secrets-store.csi.x-k8s.io/SecretProviderClass snapshot.storage.k8s.io/VolumeSnapshotClass storage.k8s.io/CSINode',
    reach:
      'elbv2.k8s.aws/IngressClassParams elbv2.k8s.aws/TargetGroupBinding gateway.networking.k8s.io/GRPCRoute gateway.networking.k8s.io/Gateway gateway.networking.k8s.io/GatewayClass gateway.networking.k8s.io/HTTPRoute',
    runs: 'apps/ReplicaSet karpenter.k8s.aws/EC2NodeClass karpenter.sh/NodePool monitoring.coreos.com/PodMonitor monitoring.coreos.com/ServiceMonitor',
  },
};
