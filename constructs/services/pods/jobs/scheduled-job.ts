import { CronJobV1 } from '@cdktf/provider-kubernetes/lib/cron-job-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Schedule as Declaration } from '../../../../declarations/service';
import { labelsOf } from '../../runtime/labels';
import { versionAnnotations } from '../version-annotations';
import { type TaskJobProps, taskJob } from './task-job';

export interface ScheduleProps extends Omit<TaskJobProps, 'component' | 'task'> {
  readonly name: string;
  readonly declaration: Declaration;
  readonly after: readonly ITerraformDependable[];
}

/** How long after its time a run may still start, in seconds: after an outage it does not run at noon. */
const LATE_SECONDS = 300;

/** What runs at times. A run that is not over when the next is due lets that one pass. */
export class ScheduledJob extends Construct {
  readonly resource: CronJobV1;

  constructor(scope: Construct, id: string, props: ScheduleProps) {
    super(scope, id);
    const { group, namespace, service, running, name, declaration, after } = props;
    const labels = labelsOf({ group, service, component: name });
    this.resource = new CronJobV1(this, 'Default', {
      metadata: { name: `${service}-${name}`, namespace, labels },
      spec: {
        schedule: declaration.cron,
        timezone: declaration.timeZone ?? 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: LATE_SECONDS,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels, annotations: versionAnnotations(service, running) },
          spec: taskJob({ ...props, component: name, task: declaration }),
        },
      },
      dependsOn: [...after],
    });
  }
}
