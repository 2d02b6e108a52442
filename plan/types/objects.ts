import type { Table } from './table';

/** Objects of Kubernetes that only a manifest makes, by their group and kind. */
export const objects: Table = {
  holds: {
    'every object of its kind in the cluster': 'apiextensions.k8s.io/CustomResourceDefinition',
    'the snapshot':
      'snapshot.storage.k8s.io/VolumeSnapshot:metadata.0.namespace snapshot.storage.k8s.io/VolumeSnapshotContent',
    'the database, or the cluster of servers, that it stands for':
      'postgresql.cnpg.io/Cluster kafka.strimzi.io/Kafka kafka.strimzi.io/KafkaNodePool kafka.strimzi.io/KafkaTopic acid.zalan.do/postgresql rabbitmq.com/RabbitmqCluster elasticsearch.k8s.elastic.co/Elasticsearch opensearch.opster.io/OpenSearchCluster mysql.oracle.com/InnoDBCluster k8ssandra.io/K8ssandraCluster redis.redis.opstreelabs.in/Redis mongodbcommunity.mongodb.com/MongoDBCommunity',
    'the secret': 'bitnami.com/SealedSecret:metadata.0.namespace',
    'all that it has made':
      'argoproj.io/Application argoproj.io/ApplicationSet helm.toolkit.fluxcd.io/HelmRelease kustomize.toolkit.fluxcd.io/Kustomization',
  },
  guards: {
    'what it refused or changed gets into the cluster as it is':
      'kyverno.io/* policies.kyverno.io/* constraints.gatekeeper.sh/* templates.gatekeeper.sh/* mutations.gatekeeper.sh/* config.gatekeeper.sh/* policies.kubewarden.io/* admissionregistration.k8s.io/MutatingAdmissionPolicy admissionregistration.k8s.io/MutatingAdmissionPolicyBinding admissionregistration.k8s.io/ValidatingAdmissionPolicy admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
    'it holds back no connection any more':
      'cilium.io/CiliumNetworkPolicy:metadata.0.namespace cilium.io/CiliumClusterwideNetworkPolicy crd.projectcalico.org/NetworkPolicy:metadata.0.namespace crd.projectcalico.org/GlobalNetworkPolicy projectcalico.org/NetworkPolicy:metadata.0.namespace projectcalico.org/GlobalNetworkPolicy networking.k8s.aws/ApplicationNetworkPolicy:metadata.0.namespace networking.k8s.aws/ClusterNetworkPolicy policy.networking.k8s.io/AdminNetworkPolicy policy.networking.k8s.io/BaselineAdminNetworkPolicy vpcresources.k8s.aws/SecurityGroupPolicy:metadata.0.namespace security.istio.io/AuthorizationPolicy:metadata.0.namespace security.istio.io/PeerAuthentication:metadata.0.namespace security.istio.io/RequestAuthentication:metadata.0.namespace',
    'it makes no backups any more':
      'velero.io/Schedule velero.io/BackupStorageLocation postgresql.cnpg.io/ScheduledBackup:metadata.0.namespace snapscheduler.backube/SnapshotSchedule:metadata.0.namespace',
    'secrets are brought in, or renewed, by it no more':
      'external-secrets.io/ClusterSecretStore external-secrets.io/SecretStore:metadata.0.namespace external-secrets.io/ExternalSecret:metadata.0.namespace external-secrets.io/ClusterExternalSecret',
    'nobody is told what it told':
      'monitoring.coreos.com/AlertmanagerConfig monitoring.coreos.com/PrometheusRule',
  },
  nothing: {
    code: 'apps/ControllerRevision cert-manager.io/ClusterIssuer cert-manager.io/Issuer secrets-store.csi.x-k8s.io/SecretProviderClass snapshot.storage.k8s.io/VolumeSnapshotClass storage.k8s.io/CSINode',
    reach:
      'eks.amazonaws.com/IngressClassParams eks.amazonaws.com/TargetGroupBinding elbv2.k8s.aws/IngressClassParams elbv2.k8s.aws/TargetGroupBinding gateway.networking.k8s.io/GRPCRoute gateway.networking.k8s.io/Gateway gateway.networking.k8s.io/GatewayClass gateway.networking.k8s.io/HTTPRoute gateway.networking.k8s.io/ReferenceGrant gateway.networking.k8s.io/TCPRoute gateway.networking.k8s.io/TLSRoute networking.istio.io/DestinationRule networking.istio.io/Gateway networking.istio.io/VirtualService',
    setting:
      'autoscaling.k8s.io/VerticalPodAutoscaler keda.sh/ScaledObject keda.sh/ScaledJob keda.sh/TriggerAuthentication keda.sh/ClusterTriggerAuthentication',
    runs: 'argoproj.io/Rollout eks.amazonaws.com/NodeClass serving.knative.dev/Service apps/ReplicaSet karpenter.k8s.aws/EC2NodeClass karpenter.sh/NodePool monitoring.coreos.com/PodMonitor monitoring.coreos.com/ServiceMonitor',
  },
};
