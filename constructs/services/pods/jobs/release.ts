import { JobV1 } from '@cdktf/provider-kubernetes/lib/job-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { slugOf } from '../../../../parameters/version';
import { digest } from '../../../core/digest';
import { labelsOf } from '../../runtime/labels';
import { versionAnnotations } from '../version-annotations';
import { type TaskJobProps, TIMEOUT_SECONDS, taskJob } from './task-job';

export interface ReleaseProps extends Omit<TaskJobProps, 'component'> {
  /** What must be there before it starts. */
  readonly after: readonly ITerraformDependable[];
}

/** Names its container as well. */
export const RELEASE = 'release';
/** Beside the job's own time: a new node and the image. */
const START_SECONDS = 300;

/**
 * Runs the release command of a version, which has to succeed before any of the version's pods starts. If it fails,
 * pods of the previous version keep running with their configuration, and the next deploy runs it again. It runs once
 * for each version and configuration, because its name contains both.
 */
export class Release extends Construct {
  /** What a new pod waits for. */
  readonly done: ITerraformDependable;

  constructor(scope: Construct, id: string, props: ReleaseProps) {
    super(scope, id);
    const { group, namespace, service, running, image, task, grant, after } = props;
    const seconds = (task.timeoutSeconds ?? TIMEOUT_SECONDS) + START_SECONDS;
    this.done = new JobV1(this, 'Default', {
      metadata: {
        name: `${service}-release-${slugOf(running.version)}-${digest(this, { image, task, variables: grant.variables })}`,
        namespace,
        labels: labelsOf({ group, service, component: RELEASE, version: running.version }),
        annotations: versionAnnotations(service, running),
      },
      spec: taskJob({ ...props, component: RELEASE }),
      // One that is cleaned up would be made again by the next plan, so there is no time to live.
      waitForCompletion: true,
      timeouts: { create: `${seconds}s`, update: `${seconds}s`, delete: '5m' },
      dependsOn: [...after],
      // What the name does not tell, such as its size, is no reason to run it again; nor can a job be changed.
      lifecycle: { ignoreChanges: ['spec'] },
    });
  }
}
