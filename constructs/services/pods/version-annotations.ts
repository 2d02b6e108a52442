import type { Running } from '../../../parameters/version';

/**
 * Where it came from, for whoever looks at a deployment or at `kubectl rollout history`. Not for pods: a commit that is
 * corrected would replace them.
 */
export function versionAnnotations(service: string, { version, commit }: Running): Record<string, string> {
  return {
    'kubernetes.io/change-cause': `${service} ${version}`,
    'platform/version': version,
    ...(commit !== undefined && { 'platform/commit': commit }),
  };
}
