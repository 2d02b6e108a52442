import { DataKubernetesResources } from '@cdktf/provider-kubernetes/lib/data-kubernetes-resources';
import type { Construct } from 'constructs';

/** Annotation of a Deployment. */
export const RETRIED = 'platform/retried';

/**
 * When a deploy last met a Deployment whose roll-out had failed, else `never`: the value of an annotation that changes
 * for as long as it is so. Terraform has written down a roll-out as done when it starts to wait for it, so without a
 * change the deploy after one that failed would find nothing to do, and succeed.
 */
export function retried(scope: Construct, namespace: string, name: string): string {
  const live = new DataKubernetesResources(scope, 'live', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace,
    // One that is not there yet is none, where its own data source would fail.
    fieldSelector: `metadata.name=${name}`,
  });
  const deployment = `data.kubernetes_resources.${live.friendlyUniqueId}.objects[0]`;
  const failed = `anytrue([for c in ${deployment}.status.conditions : c.reason == "ProgressDeadlineExceeded"])`;
  const before = `${deployment}.metadata.annotations["${RETRIED}"]`;
  return `\${try(${failed}, false) ? plantimestamp() : try(${before}, "never")}`;
}
