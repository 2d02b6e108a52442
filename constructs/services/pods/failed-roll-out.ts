import { DataKubernetesResources } from '@cdktf/provider-kubernetes/lib/data-kubernetes-resources';
import type { Construct } from 'constructs';

/** Annotation of a Deployment. */
export const RETRIED = 'platform/retried';

/**
 * The value of an annotation: the time at which a deploy last found a failed roll-out, else `never`. It changes in each
 * deploy while the roll-out is failed. Terraform stores a roll-out as done before it waits for it. Without this change,
 * the deploy after a failed one would find nothing to do, and succeed.
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
