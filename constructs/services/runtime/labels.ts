import { labelOf } from '../../../parameters/version';
import { PREVIEW } from '../../core/cluster-names';
import type { Runtime } from './runtime';

/** What a pod is of: the labels by which people, services, policies and logs find it. */
export interface Work {
  readonly group: string;
  readonly service: string;
  /** A process, a schedule, `release` or `admin`. */
  readonly component: string;
  /** Which of several versions that run at the same time. Undefined for jobs. */
  readonly track?: string;
  /** Undefined for what stays as it is when the version changes. */
  readonly version?: string;
  /** The id of the preview that it is of, by which its log finds its group (constructs/cluster/application-log.ts). */
  readonly preview?: string;
}

/** Where a single version runs, or the first of several. */
export const STABLE = 'stable';

const NAME = 'app.kubernetes.io/name';
const COMPONENT = 'app.kubernetes.io/component';
const TRACK = 'track';

/** Names the CronJob that a job in `setup` is a copy of. `kubectl create job --from` copies it as well. */
export const COPY_OF = 'platform/copy-of';

export type Labels = Record<string, string>;

/**
 * Service and version twice: the filters of CloudWatch can't name a field with dots and slashes.
 * Source: Kubernetes, "Recommended Labels".
 */
export function labelsOf({ group, version, preview, ...work }: Work): Labels {
  const label = version && labelOf(version);
  return {
    ...selectorOf(work),
    'app.kubernetes.io/part-of': group,
    'app.kubernetes.io/managed-by': 'terraform',
    service: work.service,
    ...(preview !== undefined && { [PREVIEW]: preview }),
    ...(label && { 'app.kubernetes.io/version': label, version: label }),
  };
}

/**
 * What stays the same over all versions, so that a Deployment can keep it. Jobs have a component of their own, so that
 * nothing which is meant for a process matches them.
 */
export function selectorOf({
  service,
  component,
  track,
}: Pick<Work, 'service' | 'component' | 'track'>): Labels {
  return { [NAME]: service, [COMPONENT]: component, ...(track !== undefined && { [TRACK]: track }) };
}

/** The label of all that is a preview's own, namespaces included. None elsewhere. */
export function previewLabel({ guest }: Pick<Runtime, 'guest'>): Labels {
  return guest ? { [PREVIEW]: guest.id } : {};
}

/** All pods of a service, jobs included. */
export function serviceSelector(service: string): Labels {
  return { [NAME]: service };
}

/** A process in all its versions. */
export function processSelector(service: string, component: string): Labels {
  return { [NAME]: service, [COMPONENT]: component };
}
