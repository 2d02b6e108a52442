import { SETUP } from '../../../constructs/core/cluster-names';
import { FLAGS } from '../../../constructs/services/flags/flag-agent';
import { ADMIN } from '../../../constructs/services/pods/jobs/admin';
import { RELEASE } from '../../../constructs/services/pods/jobs/release';
import { STABLE } from '../../../constructs/services/runtime/labels';
import { entryOf } from '../../../parameters/entry-of';
import type { Environment } from '../../../parameters/environment';
import { type Running, versionsOf } from '../../../parameters/version';
import type { KubernetesObject, Objects, WrittenContainer, WrittenPod } from './objects';

/** `process` keeps running, the others run to their end: a `schedule` only when somebody starts it. */
export type ComposeWorkloadKind = 'process' | 'release' | 'setup' | 'schedule';

/** Pods of the cluster, which become one container here. */
export interface ComposeWorkload {
  readonly kind: ComposeWorkloadKind;
  readonly service: string;
  readonly group: string;
  /** The process or the schedule; `setup-<binding>` of what makes the user of a service. */
  readonly component: string;
  /** Its name in the Compose file. */
  readonly name: string;
  /** The name by which others call it, where it answers. */
  readonly host?: string;
  readonly pod: WrittenPod;
  readonly container: WrittenContainer;
}

/**
 * All that runs in an environment: of several versions the first.
 * @param resolve fills in references.
 */
export function workloadsOf(
  { resource }: Objects,
  { services }: Environment['parameters'],
  resolve: (text: string) => string,
): ComposeWorkload[] {
  const add = (
    kind: ComposeWorkloadKind,
    { metadata }: KubernetesObject,
    pod: WrittenPod,
    more: Partial<ComposeWorkload> = {},
  ): ComposeWorkload => {
    const [service, group, component] = ['name', 'part-of', 'component'].map(
      (label) => metadata.labels[`app.kubernetes.io/${label}`]!,
    ) as [string, string, string];
    const name = `${service}-${component}`;
    return { kind, service, group, component, name, pod, container: pod.container[0]!, ...more };
  };
  const processes = Object.values(resource.kubernetes_deployment_v1 ?? {})
    .filter(({ metadata }) => metadata.labels.track === STABLE)
    .map((deployment) => {
      const { metadata, spec } = deployment;
      const pod = spec.template.spec;
      const host = pod.container[0]!.port
        ? `${metadata.name}.${resolve(metadata.namespace)}.svc.cluster.local`
        : undefined;
      const workload = add('process', deployment, pod, { host });
      // Each group has an agent of the same name.
      return workload.service === FLAGS ? { ...workload, name: `${workload.group}-${FLAGS}` } : workload;
    });
  const isFirst = ({ service, container }: ComposeWorkload) => {
    const [{ version }] = versionsOf(entryOf(services, service)) as [Running, ...Running[]];
    return container.env.some(({ name, value }) => name === 'SERVICE_VERSION' && value === version);
  };
  const jobs = Object.values(resource.kubernetes_job_v1 ?? {})
    .map((job) => {
      const isRelease = job.metadata.labels['app.kubernetes.io/component'] === RELEASE;
      return add(isRelease ? 'release' : 'setup', job, job.spec.template.spec);
    })
    .filter((job) => job.kind === 'setup' || isFirst(job));
  const schedules = Object.values(resource.kubernetes_cron_job_v1 ?? {})
    .map((cron) => add('schedule', cron, cron.spec.job_template.spec.template.spec))
    .filter(({ component, group }) => component !== ADMIN && group !== SETUP);
  return [...processes, ...jobs, ...schedules];
}
