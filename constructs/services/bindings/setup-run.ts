import type { DeploymentV1SpecTemplateSpec } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import type { JobV1Config } from '@cdktf/provider-kubernetes/lib/job-v1';
import { DISRUPTION_IS_NO_FAILURE, UNDISTURBED } from '../pods/jobs/undisturbed';
import type { ServiceSecret } from './service-secret';

/** The whole time that a job has, tries included. */
const SECONDS = 540;
const TRIES = 6;
const TIMEOUTS = { create: `${SECONDS + 60}s`, update: `${SECONDS + 60}s`, delete: '5m' };

/** How a job that sets up a user runs, and how long a deploy waits for it. */
export function setupRun(
  labels: Readonly<Record<string, string>>,
  secret: ServiceSecret,
  pod: DeploymentV1SpecTemplateSpec,
): Pick<JobV1Config, 'spec' | 'waitForCompletion' | 'timeouts'> {
  return {
    spec: {
      backoffLimit: TRIES - 1,
      ...DISRUPTION_IS_NO_FAILURE,
      activeDeadlineSeconds: SECONDS,
      template: {
        // Another version of the secret, such as one that was lost and made again, is another job.
        metadata: { labels, annotations: { ...UNDISTURBED, 'secret-version': secret.version.versionId } },
        spec: pod,
      },
    },
    waitForCompletion: true,
    timeouts: TIMEOUTS,
  };
}
