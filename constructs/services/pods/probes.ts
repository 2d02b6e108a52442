import type { Probe, Process } from '../../../declarations/service';

export interface Probed extends Pick<Process, 'ready' | 'live'> {
  /** Undefined: it gets no requests. */
  readonly port?: number;
  /** Seconds that it may take to start. */
  readonly startSeconds: number;
}

/** The name of the port in probes, services and target groups. */
export const PORT_NAME = 'http';

/**
 * Seconds that a pod with a port is given before it is asked whether it is ready. Network policies of those that it binds
 * learn its address a little after it has started, and refuse it until then: so would the requests that it answers.
 * Source: github.com/aws/aws-network-policy-agent/issues/189, "up to few seconds".
 */
const KNOWN_SECONDS = 5;

const PROBE = { periodSeconds: 5, timeoutSeconds: 3 } as const;
const READY_FAILURES = 3;
const LIVE_FAILURES = 6;
/** What starts within these seconds needs no startup probe. */
const QUICK_SECONDS = 10;

/** What a container is asked, by whom it is seen to be ready, to live and to have started. */
export function probes({ port, ready, live, startSeconds }: Probed) {
  const slow = startSeconds > QUICK_SECONDS;
  return {
    readinessProbe:
      ready === undefined
        ? undefined
        : {
            ...check(ready, port),
            ...PROBE,
            failureThreshold: READY_FAILURES,
            initialDelaySeconds: port === undefined ? undefined : KNOWN_SECONDS,
          },
    livenessProbe:
      live === undefined
        ? undefined
        : {
            ...check(live, port),
            ...PROBE,
            failureThreshold: LIVE_FAILURES,
            initialDelaySeconds: slow ? undefined : startSeconds,
          },
    // Until it succeeds nothing else is asked, so a slow start is not taken for a hang. What has no `live` is not taken
    // for one anyway.
    startupProbe:
      slow && live !== undefined
        ? { ...check(live, port), ...PROBE, failureThreshold: Math.ceil(startSeconds / PROBE.periodSeconds) }
        : undefined,
  };
}

function check(probe: Probe, own?: number) {
  if (typeof probe === 'string') return { httpGet: { path: probe, port: PORT_NAME } };
  // By its number, as Kubernetes takes no name here.
  if ('grpc' in probe) return { grpc: [{ port: own!, service: probe.grpc || undefined }] };
  if (!('port' in probe)) return { exec: { command: [...probe] } };
  const port = `${probe.port}`;
  return probe.path === undefined ? { tcpSocket: [{ port }] } : { httpGet: { path: probe.path, port } };
}
