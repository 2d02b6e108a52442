import { DeploymentV1 } from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { ServiceV1 } from '@cdktf/provider-kubernetes/lib/service-v1';
import type { ITerraformDependable, TerraformResourceLifecycle } from 'cdktf';
import { Construct } from 'constructs';
import { PROCESS_DEFAULTS } from '../../../../declarations/process-defaults';
import type { Process as Declaration } from '../../../../declarations/service';
import { SURGE_PERCENT, scales } from '../../../../parameters/deployments';
import type { ProcessParameters } from '../../../../parameters/service-parameters';
import { type Running, slugOf } from '../../../../parameters/version';
import { type Labels, labelsOf, STABLE, selectorOf } from '../../runtime/labels';
import type { Grant } from '../grant';
import { graceSeconds, pod, SERVICE_PORT } from '../pod';
import { PORT_NAME } from '../probes';
import { versionAnnotations } from '../version-annotations';
import { Autoscaler } from './autoscaler';
import { RETRIED, retried } from './failed-roll-out';
import { Handover } from './handover';
import { LiveDeployment } from './live-deployment';

export interface ProcessProps {
  readonly group: string;
  /** As a reference. */
  readonly namespace: string;
  readonly service: string;
  readonly name: string;
  /** The id of the preview that it is of. */
  readonly preview?: string;
  readonly declaration: Declaration;
  readonly parameters: ProcessParameters;
  readonly running: Running;
  readonly image: string;
  /** `STABLE`, or the slug of a version that runs beside it. */
  readonly track: string;
  readonly serviceAccount: string;
  /** Whether its pods call the Kubernetes API. Default: they can't. */
  readonly callsKubernetes?: boolean;
  readonly grant: Pick<Grant, 'variables' | 'mounts'>;
  /** What must be there before a pod starts: its identity, what it binds, its release. */
  readonly after: readonly ITerraformDependable[];
  /** Leads requests from outside to its Service. What it returns must be there before a pod starts as well. */
  readonly expose?: (service: ServiceV1) => readonly ITerraformDependable[];
}

/** What all objects of a process have in common. */
interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
}

/** How long a pod may take until it is ready, in seconds, besides its own start: a new node and the image. */
const PLACE_SECONDS = 300;
/** How many times as long as for one pod all of them may take. */
const ROUNDS = 10;
/**
 * Where `kubectl rollout restart` writes the time. To take it away would restart all pods once more.
 * Source: kubectl, polymorphichelpers/objectrestarter.go.
 */
const RESTARTED = 'spec[0].template[0].metadata[0].annotations["kubectl.kubernetes.io/restartedAt"]';

/** Releases that `kubectl rollout undo` can go back to. */
const REVISIONS = 10;

/**
 * The Deployment of a process. Its pods are replaced one after another without ever being fewer, are spread over zones,
 * and follow the load in number.
 */
export class ProcessDeployment extends Construct {
  /** Name of the Deployment, and of the Service where it serves. */
  readonly name: string;
  readonly deployment: DeploymentV1;
  /** What must be there before a pod starts, and until the last one is gone. */
  readonly uses: readonly ITerraformDependable[];
  /** The Deployment before a deploy changes it. */
  readonly live: LiveDeployment;
  /** Seconds for which a pod may serve after it was told to end. 0: it serves nobody. */
  readonly endSeconds: number;

  constructor(scope: Construct, id: string, props: ProcessProps) {
    super(scope, id);
    this.name = processName(props.service, props.name, props.track);
    const { group, namespace, service, name: component, track } = props;
    const selector = selectorOf({ service, component, track });
    const labels = labelsOf({ group, service, component, track });
    const metadata = { name: this.name, namespace, labels };
    const exposed = this.serve(props, metadata, selector);
    this.uses = [...props.after, ...exposed];
    const { port, drainSeconds = PROCESS_DEFAULTS.drainSeconds } = props.declaration;
    this.endSeconds = port === undefined ? 0 : graceSeconds({ port, drainSeconds });
    this.live = new LiveDeployment(this, 'live', metadata);
    this.deployment = this.deploy(props, metadata, selector);
    this.scale(props, metadata);
    this.keepUp(metadata, selector);
  }

  private deploy(props: ProcessProps, metadata: Metadata, selector: Labels): DeploymentV1 {
    const { group, service, name, preview, declaration, parameters, running, track } = props;
    const {
      port,
      startSeconds = PROCESS_DEFAULTS.startSeconds,
      drainSeconds = PROCESS_DEFAULTS.drainSeconds,
    } = declaration;
    const handover = Handover.of(this);
    // Where the group's quota or a node is full, a new pod waits for the end of an old one.
    const progressSeconds = PLACE_SECONDS + startSeconds + graceSeconds({ port, drainSeconds });
    const labels = labelsOf({ group, service, component: name, track, version: running.version, preview });
    return new DeploymentV1(this, 'Default', {
      metadata: {
        ...metadata,
        labels,
        annotations: {
          ...versionAnnotations(service, running),
          [RETRIED]: retried(this.live),
        },
      },
      spec: {
        // Beside an autoscaler or a scaler it is theirs alone.
        replicas: scales(parameters) ? undefined : `${parameters.replicas}`,
        selector: { matchLabels: selector },
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: `${SURGE_PERCENT}%`, maxUnavailable: '0' },
        },
        revisionHistoryLimit: REVISIONS,
        progressDeadlineSeconds: progressSeconds,
        minReadySeconds: 5,
        template: {
          metadata: { labels },
          spec: pod({
            name,
            image: props.image,
            command: declaration.command,
            serviceAccount: props.serviceAccount,
            callsKubernetes: props.callsKubernetes,
            variables: [...portVariable(declaration), ...props.grant.variables],
            mounts: props.grant.mounts,
            size: parameters,
            scratchMiB: declaration.scratchMiB,
            serving: {
              ...declaration,
              startSeconds,
              drainSeconds,
              handsOverByPolicy: handover?.byPolicy,
              selector,
            },
          }),
        },
      },
      waitForRollout: true,
      // A pod that does not get ready ends the roll-out long before, by progressDeadlineSeconds.
      timeouts: {
        create: `${ROUNDS * progressSeconds}s`,
        update: `${ROUNDS * progressSeconds}s`,
        delete: `${graceSeconds({ port, drainSeconds }) + 300}s`,
      },
      dependsOn: [...this.uses, ...(handover?.after ?? [])],
      lifecycle: { ...outlive(track), ignoreChanges: [RESTARTED] },
    });
  }

  private serve(props: ProcessProps, metadata: Metadata, selector: Labels): ITerraformDependable[] {
    const { declaration, track, expose } = props;
    const { port } = declaration;
    if (port === undefined) return [];
    const service = new ServiceV1(this, 'service', {
      metadata,
      spec: {
        type: 'ClusterIP',
        selector,
        port: [
          {
            name: PORT_NAME,
            port: SERVICE_PORT,
            targetPort: PORT_NAME,
            protocol: 'TCP',
            appProtocol: 'http',
          },
        ],
      },
      lifecycle: outlive(track),
    });
    return [service, ...(expose?.(service) ?? [])];
  }

  private scale({ declaration, parameters }: ProcessProps, metadata: Metadata): void {
    const { replicas, maxReplicas } = parameters;
    // Of a queue the scaler of the group knows (constructs/services/scaling).
    if (maxReplicas === undefined || !scales(parameters) || declaration.consumes !== undefined) return;
    new Autoscaler(this, 'autoscaler', {
      metadata,
      deployment: this.deployment.metadata.name,
      minReplicas: replicas,
      maxReplicas,
      cpuPercent: declaration.scaleAtCpuPercent ?? PROCESS_DEFAULTS.scaleAtCpuPercent,
    });
  }

  /** One at a time when nodes are replaced; a single pod may go as well, or its node never could. */
  private keepUp(metadata: Metadata, selector: Labels): void {
    new PodDisruptionBudgetV1(this, 'budget', {
      metadata,
      spec: { maxUnavailable: '1', selector: { matchLabels: selector } },
    });
  }
}

/** Name of the Deployment of a process. */
export function processName(service: string, process: string, track = STABLE): string {
  return [service, process, ...(track === STABLE ? [] : [track])].join('-');
}

/** Which track each version that runs is on: the first is the stable one. */
export function trackOf(running: Running, index: number): string {
  return index === 0 ? STABLE : slugOf(running.version);
}

/** A further version that is taken away goes last, after the rule that led requests to it. */
function outlive(track: string): TerraformResourceLifecycle | undefined {
  return track === STABLE ? undefined : { createBeforeDestroy: true };
}

function portVariable({ port }: Declaration) {
  return port === undefined ? [] : [{ name: 'PORT', value: `${port}` }];
}
