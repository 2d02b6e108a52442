import type { LiveDeployment } from './live-deployment';

/** Annotation of a Deployment. */
export const RETRIED = 'platform/retried';

/**
 * The value of an annotation: the time at which a deploy last found a failed roll-out, else `never`. It changes in each
 * deploy while the roll-out is failed. Terraform stores a roll-out as done before it waits for it. Without this change,
 * the deploy after a failed one would find nothing to do, and succeed.
 */
export function retried(live: LiveDeployment): string {
  const deployment = `${live.objects}[0]`;
  const failed = `anytrue([for c in ${deployment}.status.conditions : c.reason == "ProgressDeadlineExceeded"])`;
  const before = `${deployment}.metadata.annotations["${RETRIED}"]`;
  return `\${try(${failed}, false) ? plantimestamp() : try(${before}, "never")}`;
}
