import { DataKubernetesResources } from '@cdktf/provider-kubernetes/lib/data-kubernetes-resources';
import { Construct } from 'constructs';

/** A Deployment as it is when Terraform plans. */
export class LiveDeployment extends Construct {
  /** In Terraform's language: a list of it, or of nothing where it is not there yet. */
  readonly objects: string;

  constructor(scope: Construct, id: string, { namespace, name }: { namespace: string; name: string }) {
    super(scope, id);
    const found = new DataKubernetesResources(this, 'Default', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace,
      // One that is not there yet is none, where its own data source would fail.
      fieldSelector: `metadata.name=${name}`,
    });
    this.objects = `data.kubernetes_resources.${found.friendlyUniqueId}.objects`;
  }
}
