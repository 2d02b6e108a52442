import type { Running } from '../../../parameters/version';

/**
 * Says where a version came from, for people who look at a Deployment or at `kubectl rollout history`. Pods don't get
 * these annotations: a corrected commit would replace them.
 */
export function versionAnnotations(service: string, { version, commit }: Running): Record<string, string> {
  return {
    'kubernetes.io/change-cause': `${service} ${version}`,
    'platform/version': version,
    ...(commit !== undefined && { 'platform/commit': commit }),
  };
}
