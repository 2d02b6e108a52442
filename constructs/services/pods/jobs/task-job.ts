import type { JobV1Spec } from '@cdktf/provider-kubernetes/lib/job-v1';
import type { Task } from '../../../../declarations/service';
import type { Size } from '../../../../parameters/service-parameters';
import type { Running } from '../../../../parameters/version';
import { labelsOf } from '../../runtime/labels';
import type { Grant } from '../grant';
import { pod } from '../pod';
import { DISRUPTION_IS_NO_FAILURE, UNDISTURBED } from './undisturbed';

export interface TaskJobProps {
  readonly group: string;
  /** As a reference. */
  readonly namespace: string;
  readonly service: string;
  /** What the pods are called in labels: `release`, `admin`, or the schedule's name. */
  readonly component: string;
  /** The id of the preview that it is of. */
  readonly preview?: string;
  readonly task: Task;
  readonly running: Running;
  readonly image: string;
  readonly serviceAccount: string;
  readonly grant: Pick<Grant, 'variables' | 'mounts'>;
  readonly size: Size;
}

export const TIMEOUT_SECONDS = 600;

/** A job that runs a command of a service's image to its end, once. */
export function taskJob(props: TaskJobProps): JobV1Spec {
  const { group, service, component, preview, task, running } = props;
  return {
    // A command that failed half-way may not be one to run twice; whoever starts it again decides that.
    backoffLimit: 0,
    ...DISRUPTION_IS_NO_FAILURE,
    activeDeadlineSeconds: task.timeoutSeconds ?? TIMEOUT_SECONDS,
    template: {
      metadata: {
        labels: labelsOf({ group, service, component, version: running.version, preview }),
        annotations: UNDISTURBED,
      },
      spec: pod({
        name: component,
        image: props.image,
        command: task.command,
        serviceAccount: props.serviceAccount,
        variables: props.grant.variables,
        mounts: props.grant.mounts,
        size: props.size,
        scratchMiB: task.scratchMiB,
      }),
    },
  };
}
