import type { DeploymentV1SpecTemplateSpec } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { CPU_LIMIT, type Size } from '../../../parameters/service-parameters';
import { authoritiesMount, authoritiesVolume, CA_FILE } from '../runtime/authorities';
import { cpu, memory } from '../runtime/group';
import type { SecretMount, Variable } from './grant';
import { PORT_NAME, type Probed, probes } from './probes';
import { SCRATCH_MIB } from './scratch';

export interface PodProps {
  /** Name of the container: the process, or the job. */
  readonly name: string;
  readonly image: string;
  /** Default: what the image starts. */
  readonly command?: readonly string[];
  /** What comes behind the command. Default: nothing. */
  readonly args?: readonly string[];
  /** What runs before it, to its end. Default: nothing. */
  readonly first?: First;
  readonly serviceAccount: string;
  readonly variables: readonly Variable[];
  readonly mounts: readonly SecretMount[];
  readonly size: Size;
  /** Whether it gets a token of its service account for the Kubernetes API. Default: it gets none. */
  readonly callsKubernetes?: boolean;
  /** The most that it may write to /tmp, in MiB. Default: SCRATCH_MIB. */
  readonly scratchMiB?: number;
  /** What makes it a server or a worker rather than a job, which runs to its end. */
  readonly serving?: Serving;
}

/** A container that leaves files for the one after it, in memory. */
export interface First extends Pick<PodProps, 'name' | 'image' | 'command' | 'args' | 'variables'> {
  /** Names the volume, and the folder below /var/run/secrets in both containers. */
  readonly folder: string;
}

export interface Serving extends Probed {
  /** Seconds that its longest request or job takes. */
  readonly drainSeconds: number;
  /** Whether it goes on serving by a policy of the cluster (processes/handover.ts). Default: by a program of its image. */
  readonly handsOverByPolicy?: boolean;
  /** The labels of the pods among which it is spread over zones and nodes. */
  readonly selector: Record<string, string>;
}

/** Where its Service answers, whatever port it has: a URL stays right while pods move to another. */
export const SERVICE_PORT = 80;

/**
 * Seconds for which a pod keeps serving requests after it was told to end. The load balancer and other pods learn a
 * little later than the pod itself that they must not send it requests.
 * Source: Amazon EKS Best Practices Guide, "Load Balancing", on the preStop hook.
 */
export const HANDOVER_SECONDS = 15;

/** Between the last request's end and the kill, in seconds. */
const MARGIN_SECONDS = 5;

/** A user that is nobody on the node, nor in the image unless that says so. */
const USER = '10001';
const SCRATCH = { name: 'scratch', path: '/tmp' } as const;
/** What the logs of a container take on its node beside, in MiB: they count as well. */
const LOGS_MIB = 256;

/**
 * Makes the template of every pod: it is unprivileged, can write only to `/tmp`, and has no token for the Kubernetes
 * API unless it is there to call it.
 * Source: Kubernetes, "Pod Security Standards", profile restricted.
 */
export function pod(props: PodProps): DeploymentV1SpecTemplateSpec {
  const { serving, serviceAccount, mounts, first, scratchMiB = SCRATCH_MIB, callsKubernetes = false } = props;
  return {
    serviceAccountName: serviceAccount,
    automountServiceAccountToken: callsKubernetes,
    // Every Service of the namespace as variables: found through bindings instead, and over a few hundred it is slow.
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...(first && {
      initContainer: [container({ ...props, ...first, mounts: [] })],
    }),
    container: [container(props)],
    volume: [
      { name: SCRATCH.name, emptyDir: { sizeLimit: memory(scratchMiB) } },
      authoritiesVolume,
      ...(first ? [{ name: first.folder, emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } }] : []),
      ...mounts.map(({ name, secretProviderClass }) => ({
        name,
        csi: {
          driver: 'secrets-store.csi.k8s.io',
          readOnly: true,
          volumeAttributes: { secretProviderClass },
        },
      })),
    ],
    ...(serving ? untilDrained(serving) : { restartPolicy: 'Never' }),
  };
}

function container(props: PodProps) {
  const { name, image, command, args, variables, mounts, size, serving, first } = props;
  const { scratchMiB = SCRATCH_MIB } = props;
  return {
    name,
    image,
    // Versions never move, so what is on the node is right.
    imagePullPolicy: 'IfNotPresent',
    command: command ? [...command] : undefined,
    args: args ? [...args] : undefined,
    env: [{ name: 'CA_FILE', value: CA_FILE }, ...variables.map(environmentVariable)],
    resources: {
      // Memory can't be taken back, so what is asked for is all there is; of CPU a pod may use more, but not all.
      requests: {
        cpu: `${size.cpuMillicores}m`,
        memory: `${size.memoryMiB}Mi`,
        'ephemeral-storage': memory(scratchMiB),
      },
      limits: {
        cpu: cpuLimit(size),
        memory: `${size.memoryMiB}Mi`,
        'ephemeral-storage': memory(scratchMiB + LOGS_MIB),
      },
    },
    securityContext: {
      // The provider sends false for what is left out, whatever the pod says.
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMount: [
      { name: SCRATCH.name, mountPath: SCRATCH.path },
      authoritiesMount,
      ...(first ? [{ name: first.folder, mountPath: secretsFolder(first.folder) }] : []),
      ...mounts.map((mount) => ({
        name: mount.name,
        mountPath: secretsFolder(mount.name),
        readOnly: true,
      })),
    ],
    ...(serving && watched(serving)),
  };
}

/** Where a container finds the files of a volume that holds secrets. */
export function secretsFolder(volume: string): string {
  return `/var/run/secrets/${volume}`;
}

/**
 * A pod that takes all CPU of a node of EKS Auto Mode makes it unready, network and all, whatever is reserved there.
 * Source: aws/containers-roadmap, issue 2776.
 */
function cpuLimit({ cpuMillicores, cpuLimitMillicores = CPU_LIMIT }: Size): string {
  return cpu(Math.max(cpuMillicores, cpuLimitMillicores));
}

function environmentVariable(variable: Variable) {
  if ('value' in variable) return variable;
  const { name, secret, key } = variable;
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}

function watched(serving: Serving) {
  const { port, handsOverByPolicy = false } = serving;
  return {
    port: port === undefined ? undefined : [{ name: PORT_NAME, containerPort: port, protocol: 'TCP' }],
    ...probes(serving),
    lifecycle:
      port === undefined || handsOverByPolicy
        ? undefined
        : { preStop: [{ exec: { command: ['sleep', `${HANDOVER_SECONDS}`] } }] },
  };
}

/** The longest that a pod may take to end, in seconds. */
export function graceSeconds({ port, drainSeconds }: Pick<Serving, 'port' | 'drainSeconds'>): number {
  return (port === undefined ? 0 : HANDOVER_SECONDS) + drainSeconds + MARGIN_SECONDS;
}

function untilDrained(serving: Serving) {
  return {
    terminationGracePeriodSeconds: graceSeconds(serving),
    topologySpreadConstraint: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map(
      (topologyKey) => ({
        topologyKey,
        maxSkew: 1,
        // In an outage of a zone the rest has to take all pods.
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: [{ matchLabels: serving.selector }],
        matchLabelKeys: ['pod-template-hash'],
      }),
    ),
  };
}
