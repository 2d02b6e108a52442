/** What is read of a pod. */
export interface Pod {
  readonly metadata: { readonly name: string };
  readonly status: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message?: string;
    }[];
    readonly containerStatuses?: readonly { readonly state: State }[];
  };
}

interface State {
  readonly running?: object;
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: {
    readonly exitCode: number;
    readonly reason?: string;
    readonly message?: string;
  };
}

/** Waits that are part of every start. */
const USUAL = new Set(['ContainerCreating', 'PodInitializing']);

/** Why a pod does not run yet, if there is more to it than that it takes a moment. */
export function whyWaiting({ status }: Pod): string | undefined {
  const waiting = status.containerStatuses?.[0]?.state.waiting;
  if (waiting?.reason && !USUAL.has(waiting.reason)) {
    return [waiting.reason, waiting.message].filter(Boolean).join(': ');
  }
  return status.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False')
    ?.message;
}

/** Why a container never ran its command, such as one that the image does not have. */
export function whyNotStarted({ status }: Pod): string | undefined {
  const terminated = status.containerStatuses?.[0]?.state.terminated;
  if (terminated?.reason !== 'StartError') return undefined;
  return terminated.message?.split(': ').slice(-2).join(': ') ?? terminated.reason;
}
