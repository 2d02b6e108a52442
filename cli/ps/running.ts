import { componentOf, type RunObject, serviceOf, trackOf, versionOf } from './objects';

/** What runs of a service. */
export interface RunningService {
  readonly service: string;
  readonly namespace: string;
  readonly processes: readonly RunningProcess[];
  /** The newest first. */
  readonly jobs: readonly RunJob[];
}

export interface RunningProcess {
  readonly process: string;
  /** The one that is wanted. Pods of another are on their way out, or their successors can't start. */
  readonly version: string;
  readonly ready: number;
  readonly wanted: number;
  readonly restarts: number;
  /** Why a pod waits, or else why one ended last. */
  readonly reason?: string;
  readonly pods: readonly { readonly name: string; readonly version: string; readonly since: string }[];
}

export interface RunJob {
  readonly job: string;
  /** A schedule, `release` or `admin`. */
  readonly of: string;
  readonly version: string;
  readonly state: 'running' | 'succeeded' | 'failed';
  /** Why it failed. */
  readonly reason?: string;
  readonly since: string;
  readonly ended?: string;
  /** Who started it, as far as somebody did. */
  readonly by?: string;
}

const MOST_JOBS = 5;

/** @param objects of the whole cluster. */
export function runningService(
  service: string,
  namespace: string,
  objects: readonly RunObject[],
): RunningService {
  const own = objects.filter((one) => one.metadata.namespace === namespace && serviceOf(one) === service);
  const of = (kind: RunObject['kind']) => own.filter((one) => one.kind === kind);
  const pods = of('Pod');
  return {
    service,
    namespace,
    processes: of('Deployment')
      .map((deployment) => runningProcess(deployment, pods))
      .sort((a, b) => (a.process < b.process ? -1 : 1)),
    jobs: of('Job')
      .map(runJob)
      .sort((a, b) => (a.since > b.since ? -1 : 1))
      .slice(0, MOST_JOBS),
  };
}

function runningProcess(deployment: RunObject, all: readonly RunObject[]): RunningProcess {
  const pods = all.filter(
    (pod) => componentOf(pod) === componentOf(deployment) && trackOf(pod) === trackOf(deployment),
  );
  const reason = pods.map(waitsFor).find(Boolean) ?? lastEnd(pods);
  return {
    process: componentOf(deployment),
    version: versionOf(deployment),
    ready: deployment.status?.readyReplicas ?? 0,
    wanted: deployment.spec.replicas ?? 1,
    restarts: containersOf(pods).reduce((sum, { restartCount }) => sum + restartCount, 0),
    ...(reason !== undefined && { reason }),
    pods: pods.map((pod) => ({
      name: pod.metadata.name,
      version: versionOf(pod),
      since: pod.metadata.creationTimestamp,
    })),
  };
}

const containersOf = (pods: readonly RunObject[]) =>
  pods.flatMap(({ status }) => status?.containerStatuses ?? []);

/** Why a pod does not run. */
function waitsFor({ status }: RunObject): string | undefined {
  const waiting = status?.containerStatuses?.map(({ state }) => state?.waiting).find(Boolean);
  if (waiting?.reason) return waiting.reason;
  const unscheduled = status?.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  return unscheduled && `${unscheduled.reason ?? 'Pending'}: ${unscheduled.message ?? ''}`.slice(0, 80);
}

/** The last end of a container, `OOMKilled` or `Error 1`. */
function lastEnd(pods: readonly RunObject[]): string | undefined {
  const [last] = containersOf(pods)
    .flatMap(({ lastState }) => lastState?.terminated ?? [])
    .sort((a, b) => ((a.finishedAt ?? '') > (b.finishedAt ?? '') ? -1 : 1));
  if (!last) return undefined;
  return last.reason === 'OOMKilled' ? last.reason : `${last.reason ?? 'ended'} ${last.exitCode}`;
}

function runJob(job: RunObject): RunJob {
  const { metadata, status } = job;
  const condition = (type: string) =>
    status?.conditions?.find((one) => one.type === type && one.status === 'True');
  const failed = condition('Failed');
  const ended = status?.completionTime ?? failed?.lastTransitionTime;
  const by = metadata.annotations?.['platform/caller'];
  return {
    job: metadata.name,
    of: componentOf(job),
    version: versionOf(job),
    state: failed ? 'failed' : condition('Complete') ? 'succeeded' : 'running',
    ...(failed?.reason && { reason: failed.reason }),
    since: status?.startTime ?? metadata.creationTimestamp,
    ...(ended && { ended }),
    ...(by && { by }),
  };
}
