import { CronJobV1 } from '@cdktf/provider-kubernetes/lib/cron-job-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { labelsOf } from '../../runtime/labels';
import { versionAnnotations } from '../version-annotations';
import { type TaskJobProps, taskJob } from './task-job';

export interface AdminProps extends Omit<TaskJobProps, 'component' | 'task'> {
  readonly after: readonly ITerraformDependable[];
  /** The most that a command may write to /tmp, in MiB. */
  readonly scratchMiB?: number;
}

/** Names its container as well. */
export const ADMIN = 'admin';
/** How many commands that went well, and how many that did not, stay on record with their output. */
const KEPT = 20;
/** How long a one-off command may take, in seconds. */
const TIMEOUT_SECONDS = 3600;

/**
 * The template of one-off commands: a job with all bindings of the service, which only `npm run admin` starts. So
 * nobody has to log in to a container, and every command is recorded as a job.
 */
export class Admin extends Construct {
  readonly resource: CronJobV1;

  constructor(scope: Construct, id: string, props: AdminProps) {
    super(scope, id);
    const { group, namespace, service, running, after, scratchMiB } = props;
    const labels = labelsOf({ group, service, component: ADMIN });
    const task = { command: ['true'], timeoutSeconds: TIMEOUT_SECONDS, scratchMiB };
    this.resource = new CronJobV1(this, 'Default', {
      metadata: { name: adminName(service), namespace, labels },
      spec: {
        suspend: true,
        // Required, and a day that no year has.
        schedule: '0 0 31 2 *',
        concurrencyPolicy: 'Allow',
        successfulJobsHistoryLimit: KEPT,
        failedJobsHistoryLimit: KEPT,
        jobTemplate: {
          metadata: { labels, annotations: versionAnnotations(service, running) },
          spec: taskJob({ ...props, component: ADMIN, task }),
        },
      },
      dependsOn: [...after],
    });
  }
}

/** Name of the template, which the command looks for. */
export function adminName(service: string): string {
  return `${service}-admin`;
}
