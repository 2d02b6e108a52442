/** What is read of the objects of a service. */
export interface RunObject {
  readonly kind: 'Deployment' | 'Pod' | 'Job';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly creationTimestamp: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly replicas?: number;
    readonly template?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } };
  };
  readonly status?: {
    readonly readyReplicas?: number;
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
      readonly lastTransitionTime?: string;
    }[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly restartCount: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

export interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: { readonly reason?: string; readonly exitCode: number; readonly finishedAt?: string };
}

const NAME = 'app.kubernetes.io/name';
const COMPONENT = 'app.kubernetes.io/component';

export const serviceOf = ({ metadata }: RunObject) => metadata.labels?.[NAME];
/** A process, a schedule, `release` or `admin`. */
export const componentOf = ({ metadata }: RunObject) => metadata.labels?.[COMPONENT] ?? '';
export const trackOf = ({ metadata }: RunObject) => metadata.labels?.track;

/** The version that an object runs: of a Deployment that of its pods, whose label is changed with each. */
export function versionOf({ metadata, spec }: RunObject): string {
  const labels = spec.template?.metadata?.labels ?? metadata.labels;
  return labels?.version ?? '';
}
